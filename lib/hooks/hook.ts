import { z } from "zod";

import { adapters } from "./adapter";

/** What a hook can be told of. */
export const hookEvents = [
  "proposed",
  "signed",
  "changes-requested",
  "approved",
  "scheduled",
  "paused",
  "continued",
  "enacted",
  "aborted",
  "cancelled",
  "expired",
  "failed",
  "shut-off",
  "switched-on",
  "problem-found",
  "verified",
  "node-alarm",
] as const;

export type HookEvent = (typeof hookEvents)[number];

export function isHookEvent(kind: string): kind is HookEvent {
  return (hookEvents as readonly string[]).includes(kind);
}

const urlWanted =
  "Write an http or https URL, or that of a memcached or Redis, without user name and password";

/** Whom outside to tell of what happens. */
export const hookSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^[^/\s]+$/, "A hook's name has neither spaces nor slashes"),
  url: z.string().max(2_000).refine(isPlainUrl, urlWanted),
  adapter: z.enum(adapters).default("webhook"),
  events: z
    .array(z.enum(hookEvents))
    .min(1, "Name at least one event: nothing is not everything")
    .overwrite((events) => hookEvents.filter((event) => events.includes(event))),
  /** Empty: all products. */
  products: z
    .array(z.string().min(1).max(100))
    .overwrite((names) => [...new Set(names)].sort())
    .default([]),
  enabled: z.boolean().default(true),
  comment: z.string().nullable().default(null),
});

export type Hook = z.infer<typeof hookSchema>;

function isPlainUrl(text: string): boolean {
  if (!/^(?:https?|rediss?|memcached):\/\/[^/\\]/.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === "" && password === "";
}

export type DeliveryState = "pending" | "delivered" | "failed";

/** One event that one hook is told of. */
export type Delivery = {
  readonly id: number;
  readonly hook: string;
  readonly event: HookEvent;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** The status of the last answer; null: there was none. */
  readonly status: number | null;
  /** Why the last attempt failed. */
  readonly problem: string | null;
  readonly createdAt: Date;
  readonly triedAt: Date | null;
  /** When it is tried again. Null: it is not, or as soon as it can be. */
  readonly nextAt: Date | null;
  /** The keys of what a cache is to drop; null: it is no purge. */
  readonly purges: readonly string[] | null;
};
