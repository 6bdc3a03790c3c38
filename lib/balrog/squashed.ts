/** Broken nightlies that cannot read newlines in XML (bug 1517743). Balrog knows them by this release's name. */
const release = "Firefox-mozilla-central-nightly-latest";

/** Whether Balrog answers some clients of a release in one line. */
export function isSquashed(name: string | null | undefined): boolean {
  return name === release;
}

/** Their build IDs. */
export const squashedBuildIDs = ["20190103220533", "20190104093221"];
