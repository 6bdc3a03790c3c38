import type { Db } from "@/lib/db/client";

/** The row versions of the builds of each release, added up, by release; those without builds are left out. */
export async function sumBuildVersions(db: Db): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ release: string; version: number }[]>`
    SELECT release, sum(row_version)::integer AS version FROM builds GROUP BY release`;
  return new Map(rows.map(({ release, version }) => [release, version]));
}
