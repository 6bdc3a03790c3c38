import { z } from "zod";

/** From the least to the most: each role may do what those before it may. */
export const roles = ["viewer", "driver", "manager", "admin"] as const;
export const tokenScopes = ["read", "submit", "push", "admin"] as const;

/** Stands for every product in a grant. */
export const allProducts = "*";

export const roleSchema = z.enum(roles);
export const tokenScopeSchema = z.enum(tokenScopes);

export type Role = z.infer<typeof roleSchema>;
export type TokenScope = z.infer<typeof tokenScopeSchema>;

/** A role for one product, or for all of them ("*"). */
export type Grant = { readonly role: Role; readonly product: string };

/** Someone who signed in. */
export type Person = {
  readonly kind: "person";
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly grants: readonly Grant[];
};

/** Release automation, known by its token. */
export type Automation = {
  readonly kind: "token";
  readonly id: string;
  readonly name: string;
  readonly scope: TokenScope;
  /** Empty: all products. */
  readonly products: readonly string[];
  /** A channel, a prefix that ends in "*", or "*". */
  readonly channel: string;
};

/** The program itself, e.g. when it fills an empty database with its demo. */
export type System = { readonly kind: "system"; readonly name: string };

/** Who asks. Made only from a checked session or token, or by the program for its own work. */
export type Actor = Person | Automation | System;

export function system(name: string): System {
  return { kind: "system", name };
}

/** How the record names an actor: text that outlives the account. */
export function actorName(actor: Actor): string {
  return actor.kind === "person" ? actor.email : `${actor.kind} ${actor.name}`;
}
