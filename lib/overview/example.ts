import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import { releaseVersion } from "@/lib/releases/release";
import type { Build } from "@/lib/releases/release";
import type { Rule } from "@/lib/rules/rule";

/**
 * What a client asks for that is on a release which partials of a served release lead from; null where there is
 * none. Throttled releases come first: they have the most to explain.
 */
export function exampleUrl(rules: readonly Rule[], releases: readonly ConfiguredRelease[]): string | null {
  const byName = new Map(releases.map((release) => [release.name, release]));
  const throttledFirst = rules
    .filter(({ enabled }) => enabled)
    .sort((a, b) => a.backgroundRate - b.backgroundRate || a.id - b.id);
  for (const { mapping, channel } of throttledFirst) {
    const build = exampleBuild(byName.get(mapping ?? ""));
    const source = byName.get(build?.patches.find(({ type }) => type === "partial")?.from ?? "");
    if (build && source && channel !== null) {
      const url = urlOf(source, build, channel.replace(/\*$/, ""));
      if (url !== null) return url;
    }
  }
  return null;
}

function exampleBuild(release: ConfiguredRelease | undefined): Build | undefined {
  return release?.builds.find(({ locale }) => locale === "de") ?? release?.builds[0];
}

function urlOf(
  source: ConfiguredRelease,
  { buildTarget, locale }: Pick<Build, "buildTarget" | "locale">,
  channel: string,
): string | null {
  const old = source.builds.find((build) => build.buildTarget === buildTarget && build.locale === locale);
  const version = releaseVersion(source);
  if (!old?.buildID || version === null) return null;
  const client = [source.product, version, old.buildID, buildTarget, locale, channel];
  const machine = ["Linux 6.1", "ISET:SSE4_2,MEM:16384", "default", "default"];
  return `/update/6/${[...client, ...machine].map(encodeURIComponent).join("/")}/update.xml`;
}
