import type { Db } from "@/lib/db/client";

/** The row versions of the builds of each release, added up, by release; those without builds are left out. */
export async function sumBuildVersions(db: Db): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ release: string; version: number }[]>`
    SELECT release, sum(row_version)::integer AS version FROM builds GROUP BY release`;
  return new Map(rows.map(({ release, version }) => [release, version]));
}

/** The row versions of a release and of its builds, added up; null when it is not there. */
export async function sumVersionsOf(db: Db, name: string): Promise<number | null> {
  const rows = await db.$queryRaw<{ version: number }[]>`
    SELECT (row_version + coalesce((SELECT sum(row_version) FROM builds WHERE release = name), 0))::integer AS version
    FROM releases WHERE name = ${name}`;
  return rows[0]?.version ?? null;
}
