import { system } from "@/lib/access/role";
import { snapshotInputOfChangeSet } from "@/lib/analysis/service";
import { findChangeSet } from "@/lib/change-sets/store";
import { getRevision } from "@/lib/configuration/store";
import { db } from "@/lib/db/client";
import { compileSnapshot, type Snapshot } from "@/lib/decision/snapshot";
import { env } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { keptWork } from "@/lib/kept-work";

import { changeSetOf, isTokenOf } from "./token";

const reader = system("preview");

/** By change set, its row version and the newest revision: compiling takes a moment, and test clients ask again. */
const kept = keptWork<Snapshot>({ max: 4 });

/**
 * What clients are served from once the change set of a token has taken effect.
 *
 * @throws Refusal "not-found" for a token of nothing that is to come; "conflict" or "invalid" when it no longer applies
 */
export async function previewSnapshot(token: string): Promise<Snapshot> {
  const id = changeSetOf(token);
  const set = id === null ? null : await findChangeSet(db(), id);
  if (!set || !isTokenOf(set, env().AUS_SECRET, token)) {
    const detail = "There is no such preview. It ends when its change set is edited, enacted or cancelled";
    throw new Refusal("not-found", detail);
  }
  const key = `${set.id} ${set.rowVersion} ${await getRevision(db())}`;
  return kept(key, () => snapshotInputOfChangeSet(reader, set.id).then(compileSnapshot));
}
