import type { Build, Patch } from "@/lib/releases/release";

/** What stands in the way of a submission. */
export type Fault = { readonly file: string; readonly what: string; readonly remedy: string };

/** One file of a build, whoever told of it. */
export type FoundPatch = {
  /** What it is called in messages. */
  readonly file: string;
  readonly buildTarget: string;
  readonly locale: string;
  /** Null: nothing says. */
  readonly buildID: string | null;
  readonly version: string | null;
  readonly displayVersion: string | null;
  readonly type: Patch["type"];
  /** "*", or the name of a release. */
  readonly from: string;
  readonly size: number;
  readonly hashValue: string;
  readonly hashFunction: string;
  /** Null: the release's URL templates decide. */
  readonly url: string | null;
  /** What the MAR says of itself; null where there is no file, or it does not say. */
  readonly mar: { readonly channelID: string; readonly version: string } | null;
};

export type Assembled = {
  readonly builds: readonly Build[];
  /** Null: none says, or the builds have versions of their own. */
  readonly version: string | null;
  readonly displayVersion: string | null;
};

/**
 * Makes builds of the files of a release.
 *
 * @param rolling whether builds carry their own versions, as those of a release that each night replaces
 */
export function assemble(
  found: readonly FoundPatch[],
  { rolling }: { rolling: boolean },
): { assembled: Assembled; faults: Fault[] } {
  const faults = [
    ...disagreements(found, "version", ({ version }) => version, "Submit one version at a time"),
    ...disagreements(
      found,
      "MAR channel ID",
      ({ mar }) => mar?.channelID ?? null,
      "Submit what was built for one channel at a time",
    ),
  ];
  const byPlace = new Map<string, FoundPatch[]>();
  for (const patch of found) {
    const place = `${patch.buildTarget}/${patch.locale}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), patch]);
  }
  const builds = [...byPlace.values()].map((patches) => assembleBuild(patches, rolling, faults));
  const version = found.find((one) => one.version !== null)?.version ?? null;
  const displayVersion = found.find((one) => one.displayVersion !== null)?.displayVersion ?? null;
  return { assembled: { builds, version, displayVersion: displayVersion ?? version }, faults };
}

function assembleBuild(found: readonly FoundPatch[], rolling: boolean, faults: Fault[]): Build {
  const [first] = found;
  if (!first) throw new Error("There is no build without a file");
  const { buildTarget, locale } = first;
  faults.push(...disagreements(found, "build ID", ({ buildID }) => buildID, "Submit one build at a time"));
  faults.push(...doubles(found));
  return {
    buildTarget,
    locale,
    buildID: found.find(({ buildID }) => buildID !== null)?.buildID ?? null,
    attributes: rolling ? versionAttributes(first) : {},
    patches: found.map(toPatch),
  };
}

/** What a client compares with its own version, and what it shows. */
export function versionAttributes({
  version,
  displayVersion,
}: Pick<FoundPatch, "version" | "displayVersion">): Record<string, string> {
  if (version === null) return {};
  return { displayVersion: displayVersion ?? version, appVersion: version, platformVersion: version };
}

function toPatch({ type, from, size, hashValue, hashFunction, url }: FoundPatch): Patch {
  return {
    type,
    from,
    size,
    hashValue,
    hashFunction: hashFunction === "sha512" ? null : hashFunction,
    url,
    attributes: {},
  };
}

/** Files of which each says something else than the first. */
function disagreements(
  found: readonly FoundPatch[],
  what: string,
  told: (patch: FoundPatch) => string | null,
  remedy: string,
): Fault[] {
  const first = found.find((patch) => told(patch) !== null);
  if (!first) return [];
  return found.flatMap((patch) => {
    const [own, other] = [told(patch), told(first) ?? ""];
    if (own === null || own === other) return [];
    return [{ file: patch.file, what: `Its ${what} is ${own}, that of ${first.file} is ${other}`, remedy }];
  });
}

function doubles(found: readonly FoundPatch[]): Fault[] {
  const first = new Map<string, FoundPatch>();
  return found.flatMap((patch) => {
    const place = `${patch.type} ${patch.from}`;
    const other = first.get(place);
    if (!other) {
      first.set(place, patch);
      return [];
    }
    const kind = patch.type === "complete" ? "complete" : `partial from ${patch.from}`;
    const what = `It is the ${kind} of ${patch.buildTarget} ${patch.locale}, as is ${other.file}`;
    return [{ file: patch.file, what, remedy: "Remove one of them" }];
  });
}
