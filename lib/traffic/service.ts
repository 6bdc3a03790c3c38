import { authorize, authorizeReading, can, canSee } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { db } from "@/lib/db/client";

import { other } from "./names";
import type { SeenState } from "./seen-states";
import { toSeries, type Series } from "./series";
import { readSpan, stepsOf, type Grouping, type Step } from "./span";
import { listCounted, listSeenStates, sumTraffic } from "./store";

export type TrafficQuestion = {
  /** Null: all that the actor may read. */
  readonly product: string | null;
  readonly channel: string | null;
  /** Null: six hours before the end. */
  readonly from: Date | null;
  /** Null: now. */
  readonly to: Date | null;
  /** Null: as fits the span. */
  readonly step: Step | null;
  /** What to tell apart; null: nothing. */
  readonly by: Grouping | null;
};

export type Traffic = {
  readonly from: Date;
  readonly to: Date;
  readonly step: Step;
  /** When each step begins. */
  readonly steps: readonly Date[];
  readonly series: readonly Series[];
  /** What was counted in the span, for whoever wants to narrow it. */
  readonly counted: readonly { readonly product: string; readonly channel: string }[];
};

/**
 * What clients asked and were answered.
 *
 * @throws Refusal "forbidden"; "invalid" for a span that ends before it begins or has too many steps
 */
export async function readTraffic(actor: Actor, asked: TrafficQuestion): Promise<Traffic> {
  const [traffic] = await readTrafficBy(actor, asked, [asked.by]);
  if (!traffic) throw new Error("One question has one answer");
  return traffic;
}

/** As `readTraffic`, told apart by several things. */
export async function readTrafficBy(
  actor: Actor,
  { product, channel, ...about }: Omit<TrafficQuestion, "by">,
  groupings: readonly (Grouping | null)[],
): Promise<Traffic[]> {
  if (product === null) authorizeReading(actor);
  else authorize(actor, "read", { product });
  const span = readSpan(about, new Date());
  const counted = (await listCounted(db(), span)).filter((one) => maySee(actor, one.product));
  const products = product === null ? [...new Set(counted.map((one) => one.product))] : [product];
  const at = stepsOf(span);
  const steps = at.map((time) => new Date(time));
  const found: Traffic[] = [];
  for (const by of groupings) {
    const sums = await sumTraffic(db(), { products, channel }, { span, by });
    const { from, to, step } = span;
    found.push({ from, to, step, steps, series: toSeries(sums, at), counted });
  }
  return found;
}

/** What no product is known of may be of any. */
function maySee(actor: Actor, product: string): boolean {
  return product === other ? can(actor, "read", { product: null }) : canSee(actor, product);
}

const day = 86_400_000;

/** The client states that were seen in about the last day, with how many requests of theirs there were. */
export function readSeenStates(products: readonly string[], now: Date): Promise<SeenState[]> {
  return listSeenStates(db(), { products, since: new Date(now.getTime() - day) });
}
