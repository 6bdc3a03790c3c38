import { authorize, authorizeReading, canSee } from "@/lib/access/can";
import { snapshotInputOfChangeSet } from "@/lib/analysis/service";
import type { Actor } from "@/lib/access/role";
import { compileSnapshot, type Snapshot, type SnapshotInput } from "@/lib/decision/snapshot";
import { explain, type Explanation } from "@/lib/decision/explain";
import { dice, stickyRoll } from "@/lib/decision/throttle";
import { env } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { findFirstInstant, snapshotInputAt, type Instant } from "@/lib/restore/service";
import type { Rule } from "@/lib/rules/rule";
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

export type Simulated = {
  readonly explanation: Explanation;
  /** The rules of that instant, as far as the actor may see them. */
  readonly rules: readonly Rule[];
};

/**
 * As `explainAnswer`, for a roll that is given, with the rules that were considered.
 *
 * @param roll where the client falls for every throttle, 0 up to, not including, 100
 * @throws Refusal as `explainAnswer`; "forbidden" for a product that the actor may not see
 */
export async function simulateAnswer(
  actor: Actor,
  { url, userAgent, at = null, changeSet = null, roll }: Omit<Question, "address"> & { roll: number },
): Promise<Simulated> {
  authorizeReading(actor);
  const snapshot = await snapshotFor(actor, at, changeSet);
  const explanation = explain(snapshot, { url, userAgent, roll: () => roll });
  const { products, rules } = snapshot.input;
  if (explanation.request.kind === "query") {
    const { product } = explanation.request.query;
    if (products.some(({ name }) => name === product)) authorize(actor, "read", { product });
  }
  return { explanation, rules: rules.filter(({ product }) => canSee(actor, product)) };
}

async function snapshotFor(actor: Actor, at: Instant | null, changeSet: number | null): Promise<Snapshot> {
  if (at !== null && changeSet !== null) {
    const detail = "A change set applies to what there is now: leave out the time or the change set";
    throw new Refusal("invalid", detail, { errors: [{ pointer: "/at", detail }] });
  }
  if (at !== null) return compileSnapshot(await snapshotInputThen(actor, at));
  if (changeSet !== null) return compileSnapshot(await snapshotInputOfChangeSet(actor, changeSet));
  const source = sharedSource();
  await source.ready;
  return source.current();
}

/** Before the first revision nobody was answered anything. */
async function snapshotInputThen(actor: Actor, at: Instant): Promise<SnapshotInput> {
  const input = await snapshotInputAt(actor, at);
  if (input.revision > 0) return input;
  const first = await findFirstInstant(actor);
  const since = first === null ? "there is none yet" : `the first one is of ${first.toISOString()}`;
  const detail = `This is before the first revision: ${since}. Ask for revision 1 or later`;
  throw new Refusal("not-found", detail);
}
