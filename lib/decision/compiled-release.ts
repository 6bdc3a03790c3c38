import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import { readVersion } from "@/lib/protocol/request";
import { compileGroup } from "@/lib/releases/attributes";
import { applicationVersion, type ApplicationContent, type Build, type Patch } from "@/lib/releases/release";
import { filledBlocks } from "@/lib/releases/urls";
import type { VersionOrder } from "@/lib/versions/version";

import type { CompiledBuild, CompiledPatch, CompiledRelease } from "./decision";

type FindRelease = (name: string) => CompiledRelease | null;

/** @param findRelease finds the releases that partials update from; called only after all are compiled. */
export function compileRelease(
  release: ConfiguredRelease,
  index: number,
  findRelease: FindRelease,
): CompiledRelease {
  const { content } = release;
  if (content.kind !== "application") {
    return { release, index, build: () => null, row: () => null, groups: [], templateBlocks: new Set() };
  }
  const byTarget = withAliases(indexBuilds(release.builds), content);
  const compiled: (CompiledBuild | undefined)[] = [];
  const place = (buildTarget: string, locale: string) => byTarget.get(buildTarget)?.get(locale) ?? -1;
  return {
    release,
    index,
    groups: content.attributeGroups.map((group, place) => ({
      index: place,
      applies: { mozilla: compileGroupOrSkip(group, "mozilla"), loose: compileGroupOrSkip(group, "loose") },
      fields: group.fields,
    })),
    templateBlocks: filledBlocks(content),
    row: (buildTarget, locale) => release.builds[place(buildTarget, locale)] ?? null,
    build: (buildTarget, locale) => {
      const index = place(buildTarget, locale);
      const known = compiled[index];
      if (known) return known;
      const build = release.builds[index];
      if (!build) return null;
      const made = compileBuild(build, index, content, findRelease);
      compiled[index] = made;
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

const indexes = new WeakMap<readonly Build[], BuildIndex>();

/** Build target → locale → place. Kept for as long as the list itself, so that an unchanged release costs a new snapshot nothing. */
function indexBuilds(builds: readonly Build[]): BuildIndex {
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

type BuildIndex = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** With the build targets that stand for another one's builds. Aliases resolve one level. */
function withAliases(byTarget: BuildIndex, { buildTargets }: ApplicationContent): BuildIndex {
  const nothingThere: ReadonlyMap<string, number> = new Map();
  const aliases = Object.entries(buildTargets).flatMap(([name, { alias }]) =>
    alias === undefined ? [] : [[name, byTarget.get(alias) ?? nothingThere] as const],
  );
  return aliases.length === 0 ? byTarget : new Map([...byTarget, ...aliases]);
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
  const complete = build.patches.filter(({ type }) => type === "complete").map(compilePatch);
  const partial = build.patches.filter(({ type }) => type === "partial").map(compilePatch);
  const buildIDs = [...complete, ...partial].flatMap(({ fromBuildIDs }) => [...(fromBuildIDs ?? [])]);
  return {
    build,
    index,
    content,
    version: version === null ? null : readVersion(version),
    complete,
    partial,
    sources: new Map(buildIDs.map((buildID) => [buildID, buildID])),
    updates: [],
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
