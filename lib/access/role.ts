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
export const grantSchema = z.strictObject({ role: roleSchema, product: z.string().min(1).max(100) });

export type Grant = Readonly<z.infer<typeof grantSchema>>;

/** Who may act. */
export const userSchema = z.strictObject({
  email: z
    .string()
    .min(3)
    .max(254)
    .regex(/^[^\s@A-Z]+@[^\s@A-Z]+$/, "Write an e-mail address, in lower case"),
  name: z.string().trim().min(1).max(200),
  disabled: z.boolean().default(false),
  grants: z.array(grantSchema).max(1_000).overwrite(sortedGrants).default([]),
  /** How many links by which its owner sets a password were allowed so far. */
  passwordLinks: z.int().min(0).max(1_000_000).default(0),
});

/** What release automation may do. Its secret is kept elsewhere. */
export const tokenSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scope: tokenScopeSchema,
  /** Empty: all products. */
  products: z
    .array(z.string().min(1).max(100))
    .overwrite((names) => [...new Set(names)].sort())
    .default([]),
  /** A channel, a prefix that ends in "*", or "*". */
  channel: z.string().min(1).max(100).default("*"),
  /** Null: never, which only the program itself may say. */
  expiresAt: z.iso
    .datetime({ offset: true, abort: true })
    .overwrite((time) => new Date(time).toISOString())
    .nullable(),
  revoked: z.boolean().default(false),
  comment: z.string().nullable().default(null),
});

export type User = z.infer<typeof userSchema>;
export type Token = z.infer<typeof tokenSchema>;

/** Each grant once, by product and then from the least role to the most. */
export function sortedGrants<G extends { role: Role; product: string }>(grants: readonly G[]): G[] {
  const byKey = new Map(grants.map((grant) => [`${grant.product} ${roles.indexOf(grant.role)}`, grant]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, grant]) => grant);
}

/** Someone who signed in. */
export type Person = {
  readonly kind: "person";
  /** The key of the account: its e-mail address. */
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
