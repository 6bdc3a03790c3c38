import { authorize, can, canSee } from "@/lib/access/can";
import { actorName, type Actor } from "@/lib/access/role";
import { transaction, type Db } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { log } from "@/lib/log";

import type { NodeRun } from "./report";
import { findGated } from "./store-gated";
import * as store from "./store-waves";
import { waveOf, type Wave } from "./wave";

/** How the newest revision comes from canaries to the rest; null: there is nothing to tell. */
export async function readWave(read: Db, runs: readonly NodeRun[], reader: Actor): Promise<Wave | null> {
  const gated = await findGated(read);
  if (!gated) return null;
  const verdicts = await store.listVerdicts(read, gated);
  const release = await store.findRelease(read, gated);
  const { revision } = gated;
  return waveOf({
    revision,
    verdicts,
    release,
    runs,
    canSee: (product) => canSee(reader, product),
    mayRelease: can(reader, "govern", { product: null }),
  });
}

/**
 * Has the nodes take a revision that canaries stopped. Only who answers for all products may: it is about all clients.
 *
 * @throws Refusal "forbidden"; "invalid" without a reason; "not-found" when nothing stopped it; "conflict" when a
 * later one has taken its place, or it was let through already
 */
export async function releaseWave(
  actor: Actor,
  { revision, reason }: { revision: number; reason: string },
): Promise<void> {
  authorize(actor, "govern", { product: null });
  const why = reason.trim();
  if (why === "") refuseWithoutReason();
  await transaction(async (tx) => {
    const gated = await findGated(tx);
    if (!gated || gated.revision < revision) refuseUnknown(revision);
    if (gated.revision > revision) {
      throw new Refusal(
        "conflict",
        `Revision ${gated.revision} has followed: what canaries say of that counts now`,
      );
    }
    const release = await store.findRelease(tx, gated);
    if (release) {
      throw new Refusal("conflict", `${release.actor} has let revision ${revision} through already`);
    }
    const verdicts = await store.listVerdicts(tx, gated);
    if (verdicts.every(({ passed }) => passed)) refuseUnknown(revision);
    await store.createRelease(tx, { ...gated, actor: actorName(actor), reason: why });
  });
  log.warn({ revision, actor: actorName(actor), reason: why }, "a stopped revision was let through");
}

function refuseWithoutReason(): never {
  const detail = "Say why it is let through all the same";
  throw new Refusal("invalid", detail, { errors: [{ pointer: "/reason", detail }] });
}

function refuseUnknown(revision: number): never {
  throw new Refusal("not-found", `Revision ${revision} was stopped by no canary`);
}
