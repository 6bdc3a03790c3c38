import { personColumns, toPerson } from "@/lib/access/store";
import type { Person } from "@/lib/access/role";
import type { Db, Tx } from "@/lib/db/client";

export type SessionKind = "browser" | "cli";

export type SessionRow = {
  readonly kind: SessionKind;
  readonly person: Person;
  readonly disabled: boolean;
  readonly seenAt: Date;
  readonly expiresAt: Date;
};

export type NewSession = {
  /** The hash of its secret. */
  readonly id: string;
  readonly email: string;
  readonly kind: SessionKind;
  /** What people recognise it by. */
  readonly client: string;
  readonly at: Date;
  readonly expiresAt: Date;
};

export async function insertSession(tx: Tx, { at, ...session }: NewSession): Promise<void> {
  await tx.session.create({ data: { ...session, createdAt: at, seenAt: at }, select: { id: true } });
}

export async function findSession(db: Db, id: string): Promise<SessionRow | null> {
  const row = await db.session.findUnique({
    where: { id },
    select: { kind: true, seenAt: true, expiresAt: true, user: { select: personColumns } },
  });
  if (!row) return null;
  const { user, kind, ...times } = row;
  return { ...times, kind: kind as SessionKind, person: toPerson(user), disabled: user.disabled };
}

export type ListedSession = Omit<NewSession, "at" | "email"> & {
  readonly createdAt: Date;
  readonly seenAt: Date;
};

/** Somebody's sessions, the last used first, ended ones among them. */
export async function listSessions(db: Db, email: string): Promise<ListedSession[]> {
  const rows = await db.session.findMany({
    where: { email },
    select: { id: true, kind: true, client: true, createdAt: true, seenAt: true, expiresAt: true },
    orderBy: [{ seenAt: "desc" }, { id: "asc" }],
  });
  return rows.map(({ kind, ...row }) => ({ ...row, kind: kind as SessionKind }));
}

export async function touchSession(db: Db, id: string, seenAt: Date): Promise<void> {
  await db.session.updateMany({ where: { id }, data: { seenAt } });
}

export async function deleteSession(db: Db, id: string): Promise<void> {
  await db.session.deleteMany({ where: { id } });
}

/** @returns whether there was one, and it was this person's */
export async function deleteSessionOf(db: Db, email: string, id: string): Promise<boolean> {
  return (await db.session.deleteMany({ where: { id, email } })).count > 0;
}

/** @param but the session that stays; null: none */
export async function deleteSessionsOf(db: Db, email: string, but: string | null): Promise<number> {
  const others = but === null ? {} : { id: { not: but } };
  return (await db.session.deleteMany({ where: { email, ...others } })).count;
}

/** Rows that are good for nothing any more. */
export async function deleteEndedSessions(db: Db, limits: { seenBefore: Date; now: Date }): Promise<void> {
  await db.session.deleteMany({
    where: { OR: [{ expiresAt: { lte: limits.now } }, { seenAt: { lte: limits.seenBefore } }] },
  });
}
