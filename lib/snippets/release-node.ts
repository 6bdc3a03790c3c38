import { applicationVersion } from "@/lib/releases/release";

import type { Dialect } from "./demand";
import { buildKey, sameFile, type Draft, type DraftBuild, type DraftPatch } from "./draft";

/** A build that is only there so that partials can say what they update from. */
export type SourceBuild = { readonly buildTarget: string; readonly locale: string; readonly buildID: string };

/** A release of the plan: one that is offered, or one that partials update from. */
export type ReleaseNode = {
  readonly product: string;
  readonly dialect: Dialect;
  readonly version: string;
  /** Null: only a source of partials. */
  readonly draft: Draft | null;
  readonly sources: Map<string, SourceBuild>;
};

/** A patch with its place: what it is for and what it updates from. */
export type PlacedPatch = {
  readonly build: DraftBuild;
  readonly type: "complete" | "partial";
  /** "*": everyone. */
  readonly from: ReleaseNode | "*";
  readonly patch: DraftPatch;
};

export function nodeOf(draft: Draft): ReleaseNode {
  const { product, dialect, version } = draft;
  return { product, dialect, version, draft, sources: new Map() };
}

/**
 * The patches of a draft: real partials from their source releases, which are found among the nodes or added to
 * them; then fake partials, which everyone may have; then completes.
 */
export function placePatches(node: ReleaseNode, nodes: ReleaseNode[]): PlacedPatch[] {
  const builds = [...(node.draft?.builds.values() ?? [])];
  return builds.flatMap((build) => [
    ...placePartials(build, (version, buildID) => {
      const { buildTarget, locale } = build;
      return findSource(nodes, node, { buildTarget, locale, buildID }, version);
    }),
    { build, type: "complete" as const, from: "*" as const, patch: build.complete },
  ]);
}

type FindSource = (version: string, buildID: string) => ReleaseNode;

function placePartials(build: DraftBuild, findSourceOf: FindSource): PlacedPatch[] {
  const entries = [...build.partials].flatMap(([buildID, { version, patch }]) =>
    patch ? [{ buildID, version, patch }] : [],
  );
  const fakes = entries.filter(({ patch }) => isFake(patch, build.complete));
  const everyoneHasOne = entries.length === build.partials.size;
  const named = everyoneHasOne ? entries.filter((entry) => !fakes.includes(entry)) : entries;
  const placed = named.map(({ buildID, version, patch }): PlacedPatch => {
    return { build, type: "partial", from: findSourceOf(version, buildID), patch };
  });
  const [first] = everyoneHasOne ? fakes : [];
  if (!first) return placed;
  const urls = new Map(fakes.flatMap(({ patch }) => [...patch.urls]));
  return [...placed, { build, type: "partial", from: "*", patch: { file: first.patch.file, urls } }];
}

/** The complete itself under the name of a partial: some old clients insist on one. */
function isFake(partial: DraftPatch, complete: DraftPatch): boolean {
  return (
    sameFile(partial.file, complete.file) &&
    [...partial.urls].every(([channel, url]) => complete.urls.get(channel) === url)
  );
}

/** The release that has this build ID for the same build target and locale; made where there is none. */
function findSource(
  nodes: ReleaseNode[],
  served: ReleaseNode,
  wanted: SourceBuild,
  version: string,
): ReleaseNode {
  const others = nodes.filter((node) => node !== served && node.product === served.product);
  const offered = others.find((node) => offers(node, wanted, version));
  if (offered) return offered;
  const sources = others.filter((node) => node.draft === null && node.version === version);
  const known =
    sources.find((node) => buildIDsFor(node, wanted).has(wanted.buildID) && accepts(node, wanted)) ??
    sources.find((node) => buildIDsFor(node, wanted).size === 0);
  const { product, dialect } = served;
  const source = known ?? { product, dialect, version, draft: null, sources: new Map<string, SourceBuild>() };
  if (!known) nodes.push(source);
  source.sources.set(buildKey(wanted), wanted);
  return source;
}

function offers({ draft, dialect }: ReleaseNode, wanted: SourceBuild, version: string): boolean {
  const build = draft?.builds.get(buildKey(wanted));
  return build?.buildID === wanted.buildID && applicationVersion(dialect, build.attributes) === version;
}

function accepts({ sources }: ReleaseNode, wanted: SourceBuild): boolean {
  return (sources.get(buildKey(wanted))?.buildID ?? wanted.buildID) === wanted.buildID;
}

function buildIDsFor({ sources }: ReleaseNode, { buildTarget }: SourceBuild): Set<string> {
  return new Set(
    [...sources.values()].flatMap((build) => (build.buildTarget === buildTarget ? [build.buildID] : [])),
  );
}
