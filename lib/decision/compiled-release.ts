import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import { readVersion } from "@/lib/protocol/request";
import { compileGroup, type GroupCondition } from "@/lib/releases/attributes";
import { applicationVersion, type ApplicationContent, type Build, type Patch } from "@/lib/releases/release";
import { own } from "@/lib/releases/urls";
import type { ReadVersion } from "@/lib/rules/version-condition";
import type { VersionOrder } from "@/lib/versions/version";

export type CompiledRelease = {
  readonly release: ConfiguredRelease;
  /** Tells releases of one snapshot apart. */
  readonly index: number;
  /** The build for a build target, its alias resolved, and a locale; null when the release has none. */
  readonly build: (buildTarget: string, locale: string) => CompiledBuild | null;
  /** As `build`, not compiled: what other releases need to know of it. */
  readonly row: (buildTarget: string, locale: string) => Build | null;
  readonly groups: readonly CompiledGroup[];
};

export type CompiledGroup = {
  /** Tells groups of one release apart. */
  readonly index: number;
  /** For clients of a product of each order; null where the order cannot read the group's versions. */
  readonly applies: Readonly<Record<VersionOrder, GroupCondition | null>>;
  readonly fields: Readonly<Record<string, string>>;
};

/** A build as clients meet it. */
export type CompiledBuild = {
  readonly build: Build;
  /** Tells builds of one release apart. */
  readonly index: number;
  readonly content: ApplicationContent;
  /** The version that is compared with the client's; null where the data do not say. */
  readonly version: ReadVersion | null;
  readonly complete: readonly CompiledPatch[];
  readonly partial: readonly CompiledPatch[];
};

export type CompiledPatch = {
  readonly patch: Patch;
  /** The build IDs of clients that it applies to; null: everyone. */
  readonly fromBuildIDs: ReadonlySet<string> | null;
  /** Its URL by block of URL templates, worked out when first asked for. */
  readonly urls: Map<string | null, PatchUrl>;
};

/** A patch's URL and which products' clients may be sent it, or why it has none. */
export type PatchUrl =
  { readonly url: string; readonly allowed: Map<string, boolean> } | { readonly missing: string };

type FindRelease = (name: string) => CompiledRelease | null;

/** @param findRelease finds the releases that partials update from; called only after all are compiled. */
export function compileRelease(
  release: ConfiguredRelease,
  index: number,
  findRelease: FindRelease,
): CompiledRelease {
  const { content } = release;
  if (content.kind !== "application") {
    return { release, index, build: () => null, row: () => null, groups: [] };
  }
  const byTarget = indexBuilds(release.builds);
  const compiled = new Map<number, CompiledBuild>();
  const place = (buildTarget: string, locale: string) =>
    byTarget.get(own(content.buildTargets, buildTarget)?.alias ?? buildTarget)?.get(locale) ?? -1;
  return {
    release,
    index,
    groups: content.attributeGroups.map((group, place) => ({
      index: place,
      applies: { mozilla: compileGroupOrSkip(group, "mozilla"), loose: compileGroupOrSkip(group, "loose") },
      fields: group.fields,
    })),
    row: (buildTarget, locale) => release.builds[place(buildTarget, locale)] ?? null,
    build: (buildTarget, locale) => {
      const index = place(buildTarget, locale);
      const known = compiled.get(index);
      if (known) return known;
      const build = release.builds[index];
      if (!build) return null;
      const made = compileBuild(build, index, content, findRelease);
      compiled.set(index, made);
      return made;
    },
  };
}

function compileGroupOrSkip(group: ApplicationContent["attributeGroups"][number], order: VersionOrder) {
  try {
    return compileGroup(group, order);
  } catch (error) {
    // Refused when a release is saved; data from elsewhere must not stop the others from being served.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const indexes = new WeakMap<readonly Build[], ReadonlyMap<string, ReadonlyMap<string, number>>>();

/** Build target → locale → place. Kept for as long as the list itself, so that an unchanged release costs a new snapshot nothing. */
function indexBuilds(builds: readonly Build[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const known = indexes.get(builds);
  if (known) return known;
  const byTarget = new Map<string, Map<string, number>>();
  for (const [place, { buildTarget, locale }] of builds.entries()) {
    const byLocale = byTarget.get(buildTarget) ?? new Map<string, number>();
    byLocale.set(locale, place);
    byTarget.set(buildTarget, byLocale);
  }
  indexes.set(builds, byTarget);
  return byTarget;
}

function compileBuild(
  build: Build,
  index: number,
  content: ApplicationContent,
  findRelease: FindRelease,
): CompiledBuild {
  const version = applicationVersion(content.dialect, { ...content.attributes, ...build.attributes });
  const sources = sourceTargets(content, build.buildTarget);
  const compilePatch = (patch: Patch): CompiledPatch => ({
    patch,
    fromBuildIDs: patch.from === "*" ? null : buildIDsOf(findRelease(patch.from), sources, build.locale),
    urls: new Map(),
  });
  return {
    build,
    index,
    content,
    version: version === null ? null : readVersion(version),
    complete: build.patches.filter(({ type }) => type === "complete").map(compilePatch),
    partial: build.patches.filter(({ type }) => type === "partial").map(compilePatch),
  };
}

/** The build target itself and those that stand for it: a partial's source may be filed under any of them. */
function sourceTargets({ buildTargets }: ApplicationContent, target: string): string[] {
  return [target, ...Object.keys(buildTargets).filter((name) => buildTargets[name]?.alias === target)];
}

function buildIDsOf(
  source: CompiledRelease | null,
  targets: readonly string[],
  locale: string,
): ReadonlySet<string> {
  return new Set(targets.flatMap((target) => source?.row(target, locale)?.buildID ?? []));
}
