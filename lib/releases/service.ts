import { authorizeReading, canSee } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { consistently, db } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";

import type { ReleaseSummary, StoredBuild, StoredRelease } from "./store";
import * as store from "./store";

/** The releases of products that the actor may read, without their builds, by name. */
export async function listReleases(actor: Actor): Promise<ReleaseSummary[]> {
  authorizeReading(actor);
  const releases = await store.listReleaseSummaries(db());
  return releases.filter(({ product }) => canSee(actor, product));
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

/** A release as it is stored, without its builds. @throws Refusal "not-found" as `getRelease` */
export async function getReleaseRow(actor: Actor, name: string): Promise<StoredRelease> {
  authorizeReading(actor);
  const release = await store.findRelease(db(), name);
  if (release && canSee(actor, release.product)) return release;
  throw new Refusal("not-found", `There is no release "${name}"`);
}
