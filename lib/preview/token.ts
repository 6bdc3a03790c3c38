import { createHmac, timingSafeEqual } from "node:crypto";

import type { State, WholeChangeSet } from "@/lib/change-sets/change-set";
import { digestOf } from "@/lib/change-sets/digest";

/** The states in which a change set can be tried by test clients. */
const previewed: readonly State[] = ["proposed", "approved", "scheduled", "paused"];

type Previewed = Pick<WholeChangeSet, "id" | "state" | "steps">;

/** What the address of a change set's preview holds; null: it has none. Another one with every edit. */
export function previewToken(set: Previewed, secret: string): string | null {
  return previewed.includes(set.state) ? `${set.id}-${macOf(set, secret)}` : null;
}

/** The number of the change set that a token claims to be of; null: it is none. */
export function changeSetOf(token: string): number | null {
  const id = /^([1-9]\d{0,8})-[\w-]{43}$/.exec(token)?.[1];
  return id === undefined ? null : Number(id);
}

export function isTokenOf(set: Previewed, secret: string, token: string): boolean {
  const [given, wanted] = [token, previewToken(set, secret) ?? ""].map((text) => Buffer.from(text));
  return given?.length === wanted?.length && timingSafeEqual(given as Buffer, wanted as Buffer);
}

function macOf({ id, steps }: Previewed, secret: string): string {
  const { steps: digest } = digestOf(steps, new Map());
  return createHmac("sha256", secret).update(`preview ${id} ${digest}`).digest("base64url");
}
