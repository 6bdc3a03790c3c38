import { enactNow } from "@/lib/change-sets/service-now";
import { pointerTo } from "@/lib/configuration/finding";
import { db, transaction } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";

import { authorize } from "./can";
import { system, tokenSchema, type Actor, type Automation, type Token, type TokenScope } from "./role";
import { hashSecret, newSecret } from "./secret";
import * as store from "./store";

const touchEvery = 60_000;
/** The secrets of tokens are told apart by this from those of sessions. */
export const tokenPrefix = "aus_";

export type TokenRequest = {
  name: string;
  scope: TokenScope;
  /** Empty: all products. */
  products?: readonly string[];
  /** A channel, a prefix that ends in "*", or "*". */
  channel?: string;
  /** Null: it never expires, which only the program itself may ask for. */
  expiresAt: Date | null;
  comment?: string | null;
};

/**
 * Makes a token for automation.
 * @returns its secret, which is shown this once: only its hash is kept
 * @throws Refusal "conflict" when the name is taken, or "needs-sign-off": see `issueSecret`
 */
export async function mintToken(actor: Actor, request: TokenRequest): Promise<string> {
  const value = readToken(request);
  if (await store.findTokenByName(db(), value.name)) {
    throw new Refusal("conflict", `There is a token named ${value.name} already; choose another name`);
  }
  return create(actor, value);
}

async function create(actor: Actor, value: Token): Promise<string> {
  const secret = newSecret(tokenPrefix);
  await enactNow(actor, {
    reason: `Add the token ${value.name}`,
    operations: [{ entity: "token", action: "create", value }],
    also: (tx) => store.putTokenSecret(tx, value.name, hashSecret(secret)),
  });
  return secret;
}

function readToken({ expiresAt, ...request }: TokenRequest): Token {
  const read = tokenSchema.safeParse({ ...request, expiresAt: expiresAt?.toISOString() ?? null });
  if (read.success) return read.data;
  const errors = read.error.issues.map(({ path, message }) => ({
    pointer: pointerTo("", path.map(String)),
    detail: message,
  }));
  throw new Refusal("invalid", "The token is not sound", { errors });
}

/** The automation behind a token's secret; null when it is unknown, expired or revoked. Notes the use. */
export async function findToken(secret: string): Promise<Automation | null> {
  const row = await store.findToken(db(), hashSecret(secret));
  const now = Date.now();
  if (!row || !isValid(row, now)) return null;
  if (now - (row.lastUsedAt?.getTime() ?? 0) >= touchEvery) {
    await store.touchToken(db(), row.token.name, new Date(now));
  }
  return row.token;
}

function isValid({ revoked, expiresAt }: store.TokenRow, now: number): boolean {
  return !revoked && (expiresAt === null || now < expiresAt.getTime());
}

/**
 * The secret of a token that was made by a change set which had to be signed. It is shown this once.
 * @throws Refusal "not-found", or "conflict" when it has one already
 */
export async function issueSecret(actor: Actor, name: string): Promise<string> {
  authorize(actor, "administer", { product: null });
  const secret = newSecret(tokenPrefix);
  await transaction(async (tx) => {
    const row = await store.findTokenByName(tx, name);
    if (!row || row.revoked) throw new Refusal("not-found", `There is no valid token named ${name}`);
    if (row.hasSecret) {
      throw new Refusal("conflict", `The token ${name} has its secret already: make another token`);
    }
    await store.putTokenSecret(tx, name, hashSecret(secret));
  });
  return secret;
}

/** All tokens, by name; never their secrets. */
export async function listTokens(actor: Actor): Promise<store.TokenRow[]> {
  authorize(actor, "administer", { product: null });
  return store.listTokens(db());
}

/** @throws Refusal "not-found" when there is no valid token of this name */
export async function revokeToken(actor: Actor, name: string): Promise<void> {
  authorize(actor, "administer", { product: null });
  const row = await store.findTokenByName(db(), name);
  if (!row || row.revoked) throw new Refusal("not-found", `There is no valid token named ${name}`);
  await enactNow(actor, {
    reason: `Revoke the token ${name}`,
    operations: [
      {
        entity: "token",
        action: "update",
        key: { name },
        rowVersion: row.rowVersion,
        fields: { revoked: true },
      },
    ],
  });
}

/**
 * A secret that gives an administrator's rights under this name: `known` if it still does, else a new one,
 * which replaces the name's old secret. For the embedded start, which leaves it for the command line.
 */
export async function ensureAdminToken(name: string, known: string | null): Promise<string> {
  const token = known === null ? null : await findToken(known);
  if (known !== null && token?.name === name && token.scope === "admin") return known;
  const value = readToken({ name, scope: "admin", expiresAt: null });
  const row = await store.findTokenByName(db(), name);
  if (!row) return create(system("start"), value);
  const secret = newSecret(tokenPrefix);
  await enactNow(system("start"), {
    reason: `Give the token ${name} a new secret`,
    operations: [
      { entity: "token", action: "update", key: { name }, rowVersion: row.rowVersion, fields: value },
    ],
    also: (tx) => store.putTokenSecret(tx, name, hashSecret(secret)),
  });
  return secret;
}
