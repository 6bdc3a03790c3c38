import { z } from "zod";

import type { Db } from "@/lib/db/client";

import type { Depth } from "./plan";
import { keptFailureSchema, type KeptFailure, type Verified } from "./verified";

/** What a release and its builds say, as a hash, by name; releases that are not there have none. */
export async function hashContents(db: Db, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const rows = await db.$queryRaw<{ name: string; hash: string }[]>`
    SELECT r.name, encode(sha256(convert_to(json_build_array(r.content::text, (
      SELECT json_agg(json_build_array(b.build_target, b.locale, b.build_id, b.patches::text)
        ORDER BY b.build_target COLLATE "C", b.locale COLLATE "C")
      FROM builds AS b WHERE b.release = r.name
    ))::text, 'UTF8')), 'hex') AS hash
    FROM releases AS r WHERE r.name = ANY (${[...names]})`;
  return new Map(rows.map(({ name, hash }) => [name, hash]));
}

/** The last verification of each of these releases that was ever verified. */
export async function findVerified(db: Db, names: readonly string[]): Promise<Map<string, Verified>> {
  const rows = await db.releaseVerification.findMany({ where: { release: { in: [...names] } } });
  const hashes = await hashContents(
    db,
    rows.map(({ release }) => release),
  );
  return new Map(
    rows.map(({ contentHash, depth, failures, ...row }) => [
      row.release,
      {
        ...row,
        depth: depth as Depth,
        failures: z.array(keptFailureSchema).catch([]).parse(failures),
        isCurrent: hashes.get(row.release) === contentHash,
      },
    ]),
  );
}

export type NewVerification = Omit<Verified, "failures" | "isCurrent"> & {
  readonly contentHash: string;
  readonly failures: readonly KeptFailure[];
};

/** Puts a verification in the place of the one before it. */
export async function putVerification(db: Db, verification: NewVerification): Promise<void> {
  const row = { ...verification, failures: [...verification.failures] };
  await db.releaseVerification.upsert({
    where: { release: row.release },
    create: row,
    update: row,
    select: { release: true },
  });
}
