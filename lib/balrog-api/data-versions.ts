import type { Operation } from "@/lib/changes/operation";
import { Refusal } from "@/lib/errors";

type Versioned = { readonly rowVersion: number };
type VersionedBuild = Versioned & { readonly buildTarget: string; readonly locale: string };

/** The data versions of the parts of a release: its own under ".", and one for each of its locales. */
export type DataVersions = {
  readonly "."?: number | undefined;
  readonly platforms?:
    Readonly<Record<string, { readonly locales?: Readonly<Record<string, number>> | undefined }>> | undefined;
};

/**
 * The data version of a release as a whole. As in Balrog it goes up by one with each change of the release or of one
 * of its locales.
 */
export function blobVersion(release: Versioned, builds: readonly Versioned[]): number {
  return builds.reduce((sum, { rowVersion }) => sum + rowVersion, release.rowVersion);
}

export function dataVersionsOf(release: Versioned | null, builds: readonly VersionedBuild[]): DataVersions {
  const platforms: Record<string, { locales: Record<string, number> }> = {};
  for (const { buildTarget, locale, rowVersion } of builds) {
    const platform = (platforms[buildTarget] ??= { locales: {} });
    platform.locales[locale] = rowVersion;
  }
  return {
    ...(release && { ".": release.rowVersion }),
    ...(builds.length > 0 && { platforms }),
  };
}

/**
 * Every row that is to be changed or deleted has to be at the data version that the caller says.
 * @throws Refusal "conflict"
 */
export function requireDataVersions(operations: readonly Operation[], seen: DataVersions): void {
  for (const operation of operations) {
    const said = versionSaid(operation, seen);
    const is = operation.action === "create" ? undefined : operation.rowVersion;
    if (said === is) continue;
    const what = said === undefined ? "no data version was given" : `not at data version ${said}`;
    throw new Refusal("conflict", `${nameOf(operation)} is ${isAt(is)}: ${what}. Read it again`);
  }
}

function isAt(version: number | undefined): string {
  return version === undefined ? "not there" : `at data version ${version}`;
}

function versionSaid(operation: Operation, seen: DataVersions): number | undefined {
  if (operation.entity !== "build") return seen["."];
  const { buildTarget, locale } = operation.action === "create" ? operation.value : operation.key;
  return seen.platforms?.[buildTarget]?.locales?.[locale];
}

function nameOf(operation: Operation): string {
  if (operation.entity !== "build") return "The release";
  const { buildTarget, locale } = operation.action === "create" ? operation.value : operation.key;
  return `The locale ${locale} of ${buildTarget}`;
}
