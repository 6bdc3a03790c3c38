import { z } from "zod";

import type { Db } from "@/lib/db/client";
import { buildSchema, type Build } from "@/lib/releases/release";

import type { FileProbe } from "./host-probe";

/** By host and release. */
export async function listProbes(db: Db): Promise<FileProbe[]> {
  const rows = await db.fileProbe.findMany({ orderBy: [{ host: "asc" }, { release: "asc" }] });
  return rows.map(({ failingSince, reason, ...row }) => ({
    ...row,
    failing: failingSince && { since: failingSince, reason: reason ?? "" },
  }));
}

export async function putProbe(db: Db, { failing, ...probe }: FileProbe): Promise<void> {
  const { host, release } = probe;
  const row = { ...probe, failingSince: failing?.since ?? null, reason: failing?.reason ?? null };
  await db.fileProbe.upsert({
    where: { host_release: { host, release } },
    create: row,
    update: row,
    select: { host: true },
  });
}

/** Forgets what was asked before a time: no rule leads there any more. */
export async function deleteOldProbes(db: Db, before: Date): Promise<void> {
  await db.fileProbe.deleteMany({ where: { at: { lt: before } } });
}

/** Releases that some clients may get: those that enabled rules and pins map to. */
export async function listMappedReleases(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT mapping AS name FROM rules WHERE enabled AND mapping IS NOT NULL
    UNION SELECT fallback_mapping FROM rules WHERE enabled AND fallback_mapping IS NOT NULL
    UNION SELECT mapping FROM pins ORDER BY name`;
  return rows.map(({ name }) => name);
}

/** Some builds of a release. */
export async function listSomeBuilds(db: Db, release: string, most: number): Promise<Build[]> {
  const rows = await db.build.findMany({
    where: { releaseName: release },
    select: { buildTarget: true, locale: true, buildID: true, attributes: true, patches: true },
    orderBy: [{ locale: "asc" }, { buildTarget: "asc" }],
    take: most,
  });
  return z.array(buildSchema).parse(rows);
}
