import { authorizeReading } from "@/lib/access/can";
import { snapshotInputOfChangeSet } from "@/lib/analysis/service";
import type { Actor } from "@/lib/access/role";
import { compileSnapshot, type Snapshot } from "@/lib/decision/snapshot";
import { explain, type Explanation } from "@/lib/decision/explain";
import { dice, stickyRoll } from "@/lib/decision/throttle";
import { env } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { snapshotInputAt, type Instant } from "@/lib/restore/service";
import { sharedSource } from "@/lib/serving/refresh-shared";

export type Question = {
  /** Path and query of an update URL, exactly as a client would send them. */
  readonly url: string;
  readonly userAgent?: string | undefined;
  /** The client's address, which decides sticky throttles; neither stored nor logged. */
  readonly address?: string | undefined;
  /** A revision or a time; null: now. */
  readonly at?: Instant | null | undefined;
  /** A change set that is taken to have taken effect; null: none. */
  readonly changeSet?: number | null | undefined;
};

/**
 * What a client would be answered now, would have been at some time, or will be after a change set; and why.
 *
 * @throws Refusal "not-found"; "invalid" for a time and a change set together; "conflict" for one that no longer applies
 */
export async function explainAnswer(
  actor: Actor,
  { url, userAgent, address = "", at = null, changeSet = null }: Question,
): Promise<Explanation> {
  authorizeReading(actor);
  const snapshot = await snapshotFor(actor, at, changeSet);
  const { AUS_THROTTLE, AUS_SECRET } = env();
  const roll = AUS_THROTTLE === "sticky" ? stickyRoll(AUS_SECRET) : dice(Math.random);
  return explain(snapshot, { url, userAgent, roll: (key) => roll(address, key) });
}

async function snapshotFor(actor: Actor, at: Instant | null, changeSet: number | null): Promise<Snapshot> {
  if (at !== null && changeSet !== null) {
    const detail = "A change set applies to what there is now: leave out the time or the change set";
    throw new Refusal("invalid", detail, { errors: [{ pointer: "/at", detail }] });
  }
  if (at !== null) return compileSnapshot(await snapshotInputAt(actor, at));
  if (changeSet !== null) return compileSnapshot(await snapshotInputOfChangeSet(actor, changeSet));
  const source = sharedSource();
  await source.ready;
  return source.current();
}
