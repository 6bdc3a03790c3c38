import { LRUCache } from "lru-cache";

import type { Actor } from "@/lib/access/role";

import { oncePer } from "./once";
import {
  findListed,
  listedReleases,
  queryOf,
  readReleasesAsked,
  windowOf,
  type ReleaseRow,
  type ReleaseWindow,
} from "./release-list";
import { readView, type View } from "./service";

const listedOf = oncePer(({ releases, rules }: View) => listedReleases(releases, rules));

/** Whoever scrolls asks for the same again and again. */
const foundOf = oncePer<View, LRUCache<string, readonly ReleaseRow[]>>(() => new LRUCache({ max: 20 }));

/**
 * The releases that fit a search and a filter, a window of them.
 * @param get what an address says under a name, or the empty string
 */
export async function readReleaseWindow(
  actor: Actor,
  get: (name: string) => string,
): Promise<{ window: ReleaseWindow; products: readonly string[] }> {
  const view = await readView(actor);
  const listed = listedOf(view);
  const asked = readReleasesAsked(get, view.products);
  const found = foundOf(view);
  const query = queryOf(asked);
  const fitting = found.get(query) ?? findListed(listed, asked);
  found.set(query, fitting);
  const from = /^\d{1,7}$/.test(get("from")) ? Number(get("from")) : 0;
  return { window: windowOf(fitting, { asked, from, all: listed.length }), products: view.products };
}
