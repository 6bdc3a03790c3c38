import { z } from "zod";

import type { Db, Tx } from "@/lib/db/client";

import { foundSchema, type StandingCheck } from "./standing-check";

const ofConfiguration = "";

/** Of the configuration first, then of the nodes by address. */
export async function listChecks(db: Db): Promise<StandingCheck[]> {
  const rows = await db.standingCheck.findMany({ orderBy: { subject: "asc" } });
  return rows.map(({ subject, found, ...row }) => ({
    ...row,
    node: subject === ofConfiguration ? null : subject,
    found: z.array(foundSchema).catch([]).parse(found),
  }));
}

/** Puts a check in the place of the one before it. */
export async function putCheck(tx: Tx, { node, found, ...check }: StandingCheck): Promise<void> {
  const row = { ...check, found: [...found] };
  const subject = node ?? ofConfiguration;
  await tx.standingCheck.upsert({
    where: { subject },
    create: { subject, ...row },
    update: row,
    select: { subject: true },
  });
}

/** Forgets nodes that nobody asks any more. */
export async function deleteOldChecks(db: Db, before: Date): Promise<void> {
  await db.standingCheck.deleteMany({ where: { at: { lt: before } } });
}
