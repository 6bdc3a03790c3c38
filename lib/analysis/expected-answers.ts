import { answer, checkMark, type ServingPolicy } from "@/lib/serving/answer";
import type { Snapshot } from "@/lib/decision/snapshot";

import { statesToAsk, type Observed } from "./impact-states";
import { pathOf } from "./shipped";

/** What a client asks, and what it is to be answered. */
export type ExpectedAnswer = {
  readonly product: string;
  readonly path: string;
  readonly status: number;
  readonly body: string;
  /** The rule that decides; null: none does. */
  readonly rule: string | null;
};

/** Whoever insists passes all throttles: nothing here is left to chance. */
const policy: ServingPolicy = { roll: () => 0, sticky: true, maxAge: 0 };

type Wanted = { readonly most: number; readonly seed: number; readonly observed?: readonly Observed[] };

/**
 * What some of all the client states there can be are answered; other ones each time where there are more of them.
 *
 * @param seed which of them: another number, another choice
 * @param observed clients that are asked for at any rate; up to half of all
 */
export function expectAnswers(snapshot: Snapshot, { most, seed, observed = [] }: Wanted): ExpectedAnswer[] {
  const products = snapshot.input.products.map(({ name }) => name);
  const pair = [snapshot, snapshot] as const;
  const seen = [...statesToAsk(pair, { products: [], observed: observed.slice(0, Math.floor(most / 2)) })];
  const others = sample(statesToAsk(pair, { products, observed: [] }), most - seen.length, randomFrom(seed));
  return [...seen, ...others].map(({ query }) => {
    const path = pathOf(query) + checkMark;
    const request = { method: "GET", url: path, userAgent: undefined, address: "" };
    const { status, body, headers } = answer(snapshot, request, policy);
    return { product: query.product, path, status, body, rule: headerOf(headers, "Rule-ID") };
  });
}

function headerOf(headers: readonly string[], name: string): string | null {
  const at = headers.indexOf(name);
  return at < 0 ? null : (headers[at + 1] ?? null);
}

/** Each of them is taken with the same probability, however many there are. */
function sample<T>(all: Iterable<T>, most: number, random: () => number): T[] {
  const taken: T[] = [];
  let seen = 0;
  for (const one of all) {
    seen++;
    if (taken.length < most) {
      taken.push(one);
      continue;
    }
    const place = Math.floor(random() * seen);
    if (place < most) taken[place] = one;
  }
  return taken;
}

/** Numbers from 0 up to 1 that look like chance (mulberry32), the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
