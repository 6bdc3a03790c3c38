import { Refusal } from "@/lib/errors";

import {
  actorName,
  allProducts,
  roles,
  type Actor,
  type Automation,
  type Grant,
  type Person,
  type Role,
} from "./role";

/**
 * read: see. submit: releases and builds. push: what decides who gets them (rules, pins, shut-offs).
 * edit: a product's throttle and channels. govern: policies. administer: products, allowed domains, settings,
 * users, tokens.
 */
export type Action = "read" | "submit" | "push" | "edit" | "govern" | "administer";

/** What an action touches. A null product or channel is all of them. */
export type Subject = { readonly product: string | null; readonly channel?: string | null };

const leastRole: Record<Action, Role> = {
  read: "viewer",
  submit: "driver",
  push: "driver",
  edit: "driver",
  govern: "manager",
  administer: "admin",
};

const scopeAllows: Record<Automation["scope"], readonly Action[]> = {
  read: ["read"],
  submit: ["read", "submit"],
  push: ["read", "submit", "push"],
  admin: ["read", "submit", "push", "edit", "govern", "administer"],
};

/** The one answer to: may this actor do this to that? */
export function can(actor: Actor, action: Action, subject: Subject): boolean {
  switch (actor.kind) {
    case "person":
      return personCan(actor, action, subject);
    case "token":
      return tokenCan(actor, action, subject);
    case "system":
      return true;
  }
}

/** Whether an actor may look at what belongs to a product; what belongs to none is for everyone who may look at all. */
export function canSee(actor: Actor, product: string | null): boolean {
  if (product !== null) return can(actor, "read", { product });
  return actor.kind !== "person" || actor.grants.length > 0;
}

/** Whether an actor looks after the people and tokens of a product at least. */
export function administersAny(actor: Actor): boolean {
  if (actor.kind === "person") return actor.grants.some(({ role }) => role === "admin");
  return actor.kind === "system" || actor.scope === "admin";
}

/** @throws Refusal "forbidden" unless the actor may look at anything at all. */
export function authorizeReading(actor: Actor): void {
  if (canSee(actor, null)) return;
  throw new Refusal("forbidden", `${actorName(actor)} has no role yet: ask an administrator for one`);
}

/** @throws Refusal "forbidden" unless the actor may. */
export function authorize(actor: Actor, action: Action, subject: Subject): void {
  if (can(actor, action, subject)) return;
  const channel = subject.channel === undefined ? "" : ` on ${subject.channel ?? "every channel"}`;
  throw new Refusal(
    "forbidden",
    `${actorName(actor)} may not ${action} ${subject.product ?? "every product"}${channel}`,
  );
}

function personCan({ grants }: Person, action: Action, { product }: Subject): boolean {
  return holdsRole(grants, leastRole[action], product);
}

/** Whether grants give this role, or a higher one, for a product; null: for all of them. */
export function holdsRole(grants: readonly Grant[], role: Role, product: string | null): boolean {
  return grants.some(
    (grant) =>
      roles.indexOf(grant.role) >= roles.indexOf(role) &&
      (grant.product === allProducts || grant.product === product),
  );
}

function tokenCan(token: Automation, action: Action, { product, channel }: Subject): boolean {
  return (
    scopeAllows[token.scope].includes(action) &&
    (token.products.length === 0 || (product !== null && token.products.includes(product))) &&
    (channel === undefined || channelCovered(token.channel, channel))
  );
}

/** Whether every channel that `channel` stands for (itself maybe a prefix ending in "*") is within `pattern`. */
function channelCovered(pattern: string, channel: string | null): boolean {
  if (pattern === "*") return true;
  if (channel === null) return false;
  if (!pattern.endsWith("*")) return channel === pattern;
  return channel.replace(/\*$/, "").startsWith(pattern.slice(0, -1));
}
