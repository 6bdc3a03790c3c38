import type { Demand, Dialect, Offer, OfferedPatch } from "./demand";
import { groupBy } from "./group-by";

/** A patch without its URL, which differs from channel to channel. */
export type DraftPatch = {
  readonly file: Omit<OfferedPatch, "url">;
  readonly urls: Map<string, string>;
};

/** What clients of one build are offered beside the complete; null: nothing. */
export type DraftPartial = {
  /** The version that those clients run. */
  readonly version: string;
  readonly patch: DraftPatch | null;
};

export type DraftBuild = {
  readonly buildTarget: string;
  readonly locale: string;
  readonly buildID: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly complete: DraftPatch;
  /** By the build ID that the client runs. */
  readonly partials: Map<string, DraftPartial>;
};

/** A release in the making: what has been found to belong together so far. */
export type Draft = {
  readonly product: string;
  readonly dialect: Dialect;
  /** Of the release, as its clients compare and show it. */
  readonly version: string;
  /** The number of the build candidate, where a URL tells it. */
  candidate: string | null;
  readonly builds: Map<string, DraftBuild>;
  /** The states that it answers, for taking it apart again. */
  readonly demands: OfferDemand[];
};

export type OfferDemand = Demand & { readonly offer: Offer };

export function buildKey({ buildTarget, locale }: { buildTarget: string; locale: string }): string {
  return `${buildTarget}/${locale}`;
}

/** The attribute that names a release for people. */
export function offeredVersion({ dialect, attributes }: Offer): string {
  const shown = dialect === "gecko-1.8" ? attributes["version"] : attributes["displayVersion"];
  return shown ?? attributes["appVersion"] ?? "";
}

export function draftOf(demand: OfferDemand): Draft {
  const { state, offer } = demand;
  const { product, version, buildTarget, locale, buildID, channel } = state;
  const patchOf = ({ url, ...file }: OfferedPatch): DraftPatch => ({ file, urls: new Map([[channel, url]]) });
  const partial = { version, patch: offer.partial && patchOf(offer.partial) };
  const build: DraftBuild = {
    buildTarget,
    locale,
    buildID: offer.buildID,
    attributes: offer.attributes,
    complete: patchOf(offer.complete),
    partials: new Map([[buildID, partial]]),
  };
  return {
    product,
    dialect: offer.dialect,
    version: offeredVersion(offer),
    candidate: candidateOf(offer),
    builds: new Map([[buildKey(build), build]]),
    demands: [demand],
  };
}

/** Release tooling put builds into `…/3.6.13-candidates/build3/…`. */
export function candidateOf({ complete }: Offer): string | null {
  return /-candidates\/build(\d{1,4})\//.exec(complete.url)?.[1] ?? null;
}

/** Whether both can be one release: no client of either would get anything else than now. */
export function areCompatible(a: Draft, b: Draft): boolean {
  if (a.product !== b.product || a.dialect !== b.dialect || a.version !== b.version) return false;
  if (a.candidate !== null && b.candidate !== null && a.candidate !== b.candidate) return false;
  for (const [key, build] of b.builds) {
    const other = a.builds.get(key);
    if (other && !buildsAgree(other, build)) return false;
  }
  return true;
}

function buildsAgree(a: DraftBuild, b: DraftBuild): boolean {
  if (a.buildID !== b.buildID || !sameRecord(a.attributes, b.attributes)) return false;
  if (!patchesAgree(a.complete, b.complete)) return false;
  for (const [from, partial] of b.partials) {
    const other = a.partials.get(from);
    if (other && !patchesAgree(other.patch, partial.patch)) return false;
  }
  return true;
}

function patchesAgree(a: DraftPatch | null, b: DraftPatch | null): boolean {
  if (!a || !b) return a === b;
  if (!sameFile(a.file, b.file)) return false;
  for (const [channel, url] of b.urls) {
    if ((a.urls.get(channel) ?? url) !== url) return false;
  }
  return true;
}

export function sameFile(a: DraftPatch["file"], b: DraftPatch["file"]): boolean {
  return a.hashValue === b.hashValue && a.size === b.size && a.hashFunction === b.hashFunction;
}

export function sameRecord(
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** Adds the second draft, which must be compatible, to the first. */
export function absorb(into: Draft, other: Draft): void {
  into.candidate ??= other.candidate;
  for (const demand of other.demands) into.demands.push(demand);
  for (const [key, build] of other.builds) {
    const known = into.builds.get(key);
    if (known) absorbBuild(known, build);
    else into.builds.set(key, build);
  }
}

function absorbBuild(into: DraftBuild, other: DraftBuild): void {
  addUrls(into.complete, other.complete);
  for (const [from, partial] of other.partials) {
    const known = into.partials.get(from);
    if (!known) into.partials.set(from, partial);
    else if (known.patch && partial.patch) addUrls(known.patch, partial.patch);
  }
}

function addUrls(into: DraftPatch, other: DraftPatch): void {
  for (const [channel, url] of other.urls) into.urls.set(channel, url);
}

/** As few drafts as come from taking the demands in turn, each into the first that it is compatible with. */
export function gather(demands: readonly OfferDemand[]): Draft[] {
  const drafts: Draft[] = [];
  for (const demand of demands) place(drafts, draftOf(demand));
  return drafts;
}

function place(drafts: Draft[], draft: Draft): void {
  const home = drafts.find((other) => areCompatible(other, draft));
  if (home) absorb(home, draft);
  else drafts.push(draft);
}

/**
 * Divides what is offered into releases. What clients of one version get on one channel stays together where it
 * can, because that is what one rule can say.
 */
export function partition(demands: readonly OfferDemand[]): Draft[] {
  const blocks = groupBy(demands, ({ state, offer }) =>
    JSON.stringify([state.product, state.channel, state.version, offer.dialect, offeredVersion(offer)]),
  );
  const drafts: Draft[] = [];
  // Those that know their candidate first, so that the others find it.
  const gathered = [...blocks.values()].flatMap((block) => gather(block));
  for (const draft of gathered.sort((a, b) => Number(a.candidate === null) - Number(b.candidate === null))) {
    place(drafts, draft);
  }
  return drafts;
}
