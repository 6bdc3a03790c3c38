import { authorizeReading, canSee } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { consistently, db } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { firstOf, type Page } from "@/lib/page";
import { meetsChannel, says } from "@/lib/rules/filter";
import { listRules } from "@/lib/rules/service";

import type { ReleaseSummary, StoredBuild, StoredRelease } from "./store";
import * as store from "./store";

/** The releases of products that the actor may read, without their builds, by name. */
export async function listReleases(actor: Actor): Promise<ReleaseSummary[]> {
  authorizeReading(actor);
  const releases = await store.listReleaseSummaries(db());
  return releases.filter(({ product }) => canSee(actor, product));
}

export type ReleaseFilter = {
  readonly product?: string | undefined;
  /** Releases that clients of this channel can get by a rule. */
  readonly channel?: string | undefined;
  /** This release. */
  readonly release?: string | undefined;
  /** A part of its name, version or comment. */
  readonly q?: string | undefined;
};

/** A page of the releases that fit a filter. `next` is the `after` of the next one; null at the end. */
export async function findReleases(
  actor: Actor,
  { channel, after, limit, ...filter }: ReleaseFilter & Page,
): Promise<{ releases: ReleaseSummary[]; next: string | null }> {
  const mapped = channel === undefined ? null : await mappedOn(actor, channel);
  const releases = (await listReleases(actor)).filter(
    (row) => fits(row, filter) && (mapped?.has(row.name) ?? true) && (after === null || row.name > after),
  );
  const { shown, last } = firstOf(releases.sort(byName), limit);
  return { releases: shown, next: last?.name ?? null };
}

function fits(row: ReleaseSummary, { product, release, q }: Omit<ReleaseFilter, "channel">): boolean {
  return (
    (product === undefined || row.product === product) &&
    (release === undefined || row.name === release) &&
    (q === undefined || says(row, q))
  );
}

async function mappedOn(actor: Actor, channel: string): Promise<Set<string | null>> {
  const rules = await listRules(actor);
  const meeting = rules.filter((rule) => rule.enabled && meetsChannel(rule.channel, channel));
  return new Set(meeting.flatMap(({ mapping, fallbackMapping }) => [mapping, fallbackMapping]));
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}

/** @throws Refusal "not-found" when there is none that the actor may read */
export async function getRelease(
  actor: Actor,
  name: string,
): Promise<StoredRelease & { readonly builds: readonly StoredBuild[] }> {
  authorizeReading(actor);
  return consistently(async (read) => {
    const release = await store.findRelease(read, name);
    if (!release || !canSee(actor, release.product)) {
      throw new Refusal("not-found", `There is no release "${name}"`);
    }
    const builds = await store.listBuildsOf(read, name);
    return { ...release, builds: builds.sort(byPlace) };
  });
}

function byPlace(a: StoredBuild, b: StoredBuild): number {
  const [x, y] = [`${a.buildTarget}/${a.locale}`, `${b.buildTarget}/${b.locale}`];
  return x < y ? -1 : Number(x > y);
}
