import { createHash, randomBytes } from "node:crypto";

import { db, transaction } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";

import { authorize } from "./can";
import type { Actor, Automation, TokenScope } from "./role";
import * as store from "./store";

const touchEvery = 60_000;

export type TokenRequest = {
  name: string;
  scope: TokenScope;
  /** Empty: all products. */
  products?: readonly string[];
  /** A channel, a prefix that ends in "*", or "*". */
  channel?: string;
  /** Null: it never expires. */
  expiresAt: Date | null;
};

/**
 * Makes a token for automation.
 * @returns its secret, which is shown this once: only its hash is kept
 * @throws Refusal "conflict" when the name is taken
 */
export async function mintToken(actor: Actor, request: TokenRequest): Promise<string> {
  authorize(actor, "administer", { product: null });
  const secret = newSecret();
  await transaction(async (tx) => {
    if (await store.tokenNameExists(tx, request.name)) {
      throw new Refusal("conflict", `There is a token named ${request.name} already; choose another name`);
    }
    await store.putToken(tx, stored(request, secret));
  });
  return secret;
}

/** The automation behind a token's secret; null when it is unknown, expired or revoked. Notes the use. */
export async function findToken(secret: string): Promise<Automation | null> {
  const row = await store.findToken(db(), hashSecret(secret));
  if (!row || row.revokedAt) return null;
  const now = Date.now();
  if (row.expiresAt && now >= row.expiresAt.getTime()) return null;
  if (now - (row.lastUsedAt?.getTime() ?? 0) >= touchEvery) {
    await store.touchToken(db(), row.token.id, new Date(now));
  }
  return row.token;
}

/** @throws Refusal "not-found" when there is no valid token of this name */
export async function revokeToken(actor: Actor, name: string): Promise<void> {
  authorize(actor, "administer", { product: null });
  if (!(await transaction((tx) => store.revokeToken(tx, name, new Date())))) {
    throw new Refusal("not-found", `There is no valid token named ${name}`);
  }
}

/**
 * A secret that gives an administrator's rights under this name: `known` if it still does, else a new one,
 * which replaces the name's old secret. For the embedded start, which leaves it for the command line.
 */
export async function ensureAdminToken(name: string, known: string | null): Promise<string> {
  const token = known === null ? null : await findToken(known);
  if (known !== null && token?.name === name && token.scope === "admin") return known;
  const secret = newSecret();
  await transaction((tx) => store.putToken(tx, stored({ name, scope: "admin", expiresAt: null }, secret)));
  return secret;
}

function stored({ name, scope, products, channel, expiresAt }: TokenRequest, secret: string): store.NewToken {
  return {
    name,
    scope,
    products: products ?? [],
    channel: channel ?? "*",
    expiresAt,
    secretHash: hashSecret(secret),
  };
}

function newSecret(): string {
  return `aus_${randomBytes(32).toString("base64url")}`;
}

/** Without salt, so that it can be looked up: a random secret of 256 bits has no dictionary. */
function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
