import type { Db, Tx } from "@/lib/db/client";

import { grantSchema, tokenScopeSchema, type Automation, type Person } from "./role";

/** What makes a person of an account. */
export const personColumns = { email: true, name: true, disabled: true, grants: true } as const;

type PersonRow = { email: string; name: string; grants: unknown };

export function toPerson({ email, name, grants }: PersonRow): Person {
  return { kind: "person", id: email, email, name, grants: grantSchema.array().parse(grants) };
}

export type Account = { person: Person; disabled: boolean; passwordHash: string | null };

export async function findAccount(db: Db, email: string): Promise<Account | null> {
  const row = await db.user.findUnique({
    where: { email },
    select: { ...personColumns, password: { select: { hash: true } } },
  });
  return row && { person: toPerson(row), disabled: row.disabled, passwordHash: row.password?.hash ?? null };
}

/** Those of these people who have an account that is not disabled. */
export async function findPeople(db: Db, emails: readonly string[]): Promise<Person[]> {
  const rows = await db.user.findMany({
    where: { email: { in: [...emails] }, disabled: false },
    select: personColumns,
  });
  return rows.map(toPerson);
}

/** What groups of a provider would change of an account. */
export async function findUser(
  db: Db,
  email: string,
): Promise<{ person: Person; rowVersion: number } | null> {
  const row = await db.user.findUnique({ where: { email }, select: { ...personColumns, rowVersion: true } });
  return row && { person: toPerson(row), rowVersion: row.rowVersion };
}

export type UserRow = {
  person: Person;
  disabled: boolean;
  hasPassword: boolean;
  /** How many links to set a password were allowed so far. */
  passwordLinks: number;
  rowVersion: number;
};

/** By e-mail address. */
export async function listUsers(db: Db): Promise<UserRow[]> {
  const rows = await db.user.findMany({
    select: {
      ...personColumns,
      passwordLinks: true,
      rowVersion: true,
      password: { select: { email: true } },
    },
    orderBy: { email: "asc" },
  });
  return rows.map(({ password, ...row }) => ({
    person: toPerson(row),
    disabled: row.disabled,
    hasPassword: password !== null,
    passwordLinks: row.passwordLinks,
    rowVersion: row.rowVersion,
  }));
}

export async function countUsers(db: Db): Promise<number> {
  return db.user.count();
}

/** Gives a person this password instead of whatever they had. */
export async function putPassword(
  tx: Tx,
  { email, hash, changedAt }: { email: string; hash: string; changedAt: Date },
): Promise<void> {
  const data = { hash, changedAt };
  await tx.password.upsert({
    where: { email },
    create: { email, ...data },
    update: data,
    select: { email: true },
  });
}

export type TokenRow = {
  token: Automation;
  expiresAt: Date | null;
  revoked: boolean;
  comment: string | null;
  lastUsedAt: Date | null;
  hasSecret: boolean;
  rowVersion: number;
};

const tokenColumns = {
  name: true,
  scope: true,
  products: true,
  channel: true,
  expiresAt: true,
  revoked: true,
  comment: true,
  rowVersion: true,
  secret: { select: { lastUsedAt: true } },
} as const;

type TokenColumns = Omit<TokenRow, "token" | "lastUsedAt" | "hasSecret"> & {
  name: string;
  scope: string;
  products: string[];
  channel: string;
  secret: { lastUsedAt: Date | null } | null;
};

function toToken({ name, scope, products, channel, secret, ...rest }: TokenColumns): TokenRow {
  return {
    token: { kind: "token", id: name, name, scope: tokenScopeSchema.parse(scope), products, channel },
    lastUsedAt: secret?.lastUsedAt ?? null,
    hasSecret: secret !== null,
    ...rest,
  };
}

/** By name. */
export async function listTokens(db: Db): Promise<TokenRow[]> {
  return (await db.token.findMany({ select: tokenColumns, orderBy: { name: "asc" } })).map(toToken);
}

export async function findTokenByName(db: Db, name: string): Promise<TokenRow | null> {
  const row = await db.token.findUnique({ where: { name }, select: tokenColumns });
  return row && toToken(row);
}

export async function findToken(db: Db, secretHash: string): Promise<TokenRow | null> {
  const row = await db.tokenSecret.findUnique({
    where: { secretHash },
    select: { token: { select: tokenColumns } },
  });
  return row && toToken(row.token);
}

/** Gives a token this secret instead of whatever it had. */
export async function putTokenSecret(tx: Tx, name: string, secretHash: string): Promise<void> {
  const data = { secretHash, lastUsedAt: null };
  await tx.tokenSecret.upsert({
    where: { name },
    create: { name, ...data },
    update: data,
    select: { name: true },
  });
}

export async function touchToken(db: Db, name: string, lastUsedAt: Date): Promise<void> {
  await db.tokenSecret.updateMany({ where: { name }, data: { lastUsedAt } });
}

/** Counts of wrong attempts to sign in whose time is over. */
export async function deleteEndedAttempts(db: Db, now: Date): Promise<void> {
  await db.$executeRaw`DELETE FROM sign_in_attempts WHERE expire < ${now.getTime()}`;
}
