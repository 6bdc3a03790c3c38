import { canonicalize } from "json-canonicalize";

import type { Actor } from "@/lib/access/role";
import type { Operation } from "@/lib/changes/operation";
import type { Tx } from "@/lib/db/client";

import { authorName, isAuthor } from "./change-set";
import { listChangeSets } from "./store-lists";

const mostLookedAt = 100;

/**
 * The number of a change set of the same author that waits for sign-offs and does just this at once; null when there
 * is none. For callers that repeat what they were refused.
 */
export async function findSameProposal(
  tx: Tx,
  actor: Actor,
  operations: readonly Operation[],
): Promise<number | null> {
  const sets = await listChangeSets(tx, {
    states: ["proposed"],
    author: authorName(actor),
    limit: mostLookedAt,
  });
  const wanted = canonicalize(operations);
  const found = sets.find((set) => {
    const [only] = set.steps;
    const isAtOnce = set.steps.length === 1 && only?.at === null;
    return isAtOnce && isAuthor(actor, set) && canonicalize(only.operations) === wanted;
  });
  return found?.id ?? null;
}
