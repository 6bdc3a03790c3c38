import { authorizeReading } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { maySeeChangeSet } from "@/lib/change-sets/service-access";
import { db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { logDefect } from "@/lib/log";
import { untilSeen } from "@/lib/serving/refresh-shared";

import { ChangeFeed, type Told } from "./service-feed";
import * as store from "./store";

/** Something that whoever watches wants to see. */
export type LiveEvent =
  | { readonly kind: "revision"; readonly id: number; readonly by: string }
  | { readonly kind: "change-set"; readonly id: number; readonly what: string; readonly by: string }
  /** Something may have been missed. */
  | { readonly kind: "missed" };

// Next bundles each route on its own: what they share has to hang on the process.
const shared = globalThis as { aus3ChangeFeed?: ChangeFeed };

/**
 * Tells of every enacted revision, and of whatever happens to change sets that the actor may look at.
 * @returns how to stop
 */
export function watch(actor: Actor, listener: (event: LiveEvent) => void): () => void {
  authorizeReading(actor);
  const feed = (shared.aus3ChangeFeed ??= new ChangeFeed(env().DATABASE_URL));
  return feed.subscribe((told) => {
    describe(actor, told).then(
      (event) => {
        if (event) listener(event);
      },
      (error: unknown) => {
        logDefect(error, "what happened could not be told to a watcher");
      },
    );
  });
}

async function describe(actor: Actor, told: Told): Promise<LiveEvent | null> {
  if (told.kind === "missed") return told;
  const { kind, id } = told;
  if (kind === "revision") {
    // Pages are made of the snapshot, which takes a moment to follow.
    await untilSeen(id);
    return { kind, id, by: (await store.findMaker(db(), id))?.actor ?? "" };
  }
  const last = await store.findLastEvent(db(), id);
  return last && maySeeChangeSet(actor, last) ? { kind, id, what: last.kind, by: last.actor } : null;
}

/** How far things have come, as a text that changes whenever anything happens. */
export async function readPosition(actor: Actor): Promise<string> {
  authorizeReading(actor);
  const { revision, event } = await store.findPosition(db());
  return `${revision}.${event}`;
}
