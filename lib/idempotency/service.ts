import { createHmac } from "node:crypto";

import { authorName } from "@/lib/change-sets/change-set";
import type { Actor } from "@/lib/access/role";
import { db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { Refusal } from "@/lib/errors";

import * as store from "./store";

/** How long a key stands for its request. */
const keptFor = 24 * 3_600_000;
/** No request takes longer: what is not answered by then broke off. */
const longest = 15 * 60_000;

export type Answer = { readonly status: number; readonly body: string };

/** A request that may be repeated. */
export type Repeatable = {
  readonly key: string;
  /** All that the answer depends on. */
  readonly request: string;
};

/**
 * Answers a request once: whoever repeats it with the same key within a day gets the same answer, and nothing is done
 * again. Of several at once, one is answered.
 *
 * @param perform must not throw what may be told: refusals are answers. A defect leaves the key as if never used
 * @param kept what of an answer is kept; secrets are not
 * @throws Refusal "invalid" when the key stands for another request, "conflict" while that one is being answered
 */
export async function once(
  actor: Actor,
  { key, request }: Repeatable,
  perform: () => Promise<Answer>,
  kept: (body: string) => string = (body) => body,
): Promise<Answer> {
  const place = { caller: `${actor.kind} ${authorName(actor)}`, key };
  const hash = createHmac("sha256", env().AUS_SECRET).update(`request\0${request}`).digest("base64url");
  const now = new Date();
  await deleteOldKeys(now);
  if (!(await store.take(db(), place, hash, now))) return earlierAnswer(place, hash, now);
  let answer: Answer | null = null;
  try {
    answer = await perform();
  } finally {
    if (answer === null || answer.status >= 500) await store.release(db(), place);
    else await store.keep(db(), place, { status: answer.status, body: kept(answer.body) });
  }
  return answer;
}

/** Deletes the keys that stand for nothing any more. */
export async function deleteOldKeys(now: Date): Promise<void> {
  await store.deleteOlder(db(), new Date(now.getTime() - keptFor));
}

async function earlierAnswer(place: store.Place, hash: string, now: Date): Promise<Answer> {
  const earlier = await store.find(db(), place);
  if (earlier && earlier.requestHash !== hash) {
    const detail = "This Idempotency-Key stands for another request: take a new one";
    throw new Refusal("invalid", detail, { errors: [{ pointer: "", detail }] });
  }
  if (earlier?.status != null && earlier.body !== null) {
    return { status: earlier.status, body: earlier.body };
  }
  if (earlier && now.getTime() - earlier.createdAt.getTime() > longest) {
    throw new Refusal(
      "conflict",
      "The request of this Idempotency-Key broke off: see whether it was done, and take a new key for another",
    );
  }
  throw new Refusal("conflict", "The request of this Idempotency-Key is still being answered", {
    retryAfter: 1,
  });
}
