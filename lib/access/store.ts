import type { Db, Tx } from "@/lib/db/client";

import {
  roleSchema,
  tokenScopeSchema,
  type Automation,
  type Grant,
  type Person,
  type TokenScope,
} from "./role";

const personColumns = {
  id: true,
  email: true,
  name: true,
  disabled: true,
  grants: { select: { role: true, product: true } },
} as const;

type PersonRow = {
  id: string;
  email: string;
  name: string;
  grants: { role: string; product: string }[];
};

function toPerson({ id, email, name, grants }: PersonRow): Person {
  return { kind: "person", id, email, name, grants: grants.map(toGrant) };
}

function toGrant({ role, product }: { role: string; product: string }): Grant {
  return { role: roleSchema.parse(role), product };
}

export type Account = { person: Person; disabled: boolean; passwordHash: string | null };

export async function findAccount(db: Db, email: string): Promise<Account | null> {
  const row = await db.user.findUnique({
    where: { email },
    select: { ...personColumns, passwordHash: true },
  });
  return row && { person: toPerson(row), disabled: row.disabled, passwordHash: row.passwordHash };
}

export async function countUsers(db: Db): Promise<number> {
  return db.user.count();
}

export type NewUser = { email: string; name: string; passwordHash: string | null; grants: readonly Grant[] };

export async function insertUser(tx: Tx, { grants, ...user }: NewUser): Promise<Person> {
  const row = await tx.user.create({
    data: { ...user, grants: { create: grants.map(({ role, product }) => ({ role, product })) } },
    select: personColumns,
  });
  return toPerson(row);
}

export type SessionRow = { person: Person; disabled: boolean; seenAt: Date; expiresAt: Date };

export async function insertSession(
  tx: Tx,
  session: { id: string; userId: string; at: Date; expiresAt: Date },
): Promise<void> {
  const { at, ...data } = session;
  await tx.session.create({ data: { ...data, createdAt: at, seenAt: at }, select: { id: true } });
}

export async function findSession(db: Db, id: string): Promise<SessionRow | null> {
  const row = await db.session.findUnique({
    where: { id },
    select: { seenAt: true, expiresAt: true, user: { select: personColumns } },
  });
  return (
    row && {
      person: toPerson(row.user),
      disabled: row.user.disabled,
      seenAt: row.seenAt,
      expiresAt: row.expiresAt,
    }
  );
}

export async function touchSession(db: Db, id: string, seenAt: Date): Promise<void> {
  await db.session.updateMany({ where: { id }, data: { seenAt } });
}

export async function deleteSession(db: Db, id: string): Promise<void> {
  await db.session.deleteMany({ where: { id } });
}

export type NewToken = {
  name: string;
  scope: TokenScope;
  products: readonly string[];
  channel: string;
  expiresAt: Date | null;
  secretHash: string;
};

export type TokenRow = {
  token: Automation;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

const tokenColumns = {
  id: true,
  name: true,
  scope: true,
  products: true,
  channel: true,
  expiresAt: true,
  lastUsedAt: true,
  revokedAt: true,
} as const;

/** Adds the token, or gives the one of this name a new secret and what else is said here. */
export async function putToken(tx: Tx, { name, products, ...rest }: NewToken): Promise<void> {
  const data = { ...rest, products: [...products], revokedAt: null };
  await tx.token.upsert({
    where: { name },
    create: { name, ...data },
    update: { ...data, rowVersion: { increment: 1 } },
    select: { id: true },
  });
}

export async function tokenNameExists(db: Db, name: string): Promise<boolean> {
  return (await db.token.count({ where: { name } })) > 0;
}

export async function findToken(db: Db, secretHash: string): Promise<TokenRow | null> {
  const row = await db.token.findUnique({ where: { secretHash }, select: tokenColumns });
  if (!row) return null;
  const { id, name, scope, products, channel, ...times } = row;
  return {
    token: { kind: "token", id, name, scope: tokenScopeSchema.parse(scope), products, channel },
    ...times,
  };
}

export async function touchToken(db: Db, id: string, lastUsedAt: Date): Promise<void> {
  await db.token.updateMany({ where: { id }, data: { lastUsedAt } });
}

/** False when there is no such token that is still valid. */
export async function revokeToken(tx: Tx, name: string, revokedAt: Date): Promise<boolean> {
  const { count } = await tx.token.updateMany({
    where: { name, revokedAt: null },
    data: { revokedAt, rowVersion: { increment: 1 } },
  });
  return count > 0;
}
