import type { Db, Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

import { ChannelCounts, type PackedCounts } from "./channel-counts";
import { resolutionLengths, type Resolution } from "./span";

type Coarse = Exclude<Resolution, "minute">;
const finer = { hour: "minute", day: "hour" } as const;

/** When the hours or days began whose parts were written after they were added up last. */
export async function listToRollUp(db: Db, resolution: Coarse): Promise<Date[]> {
  const rows = await db.$queryRaw<{ at: Date }[]>`
    SELECT part.at FROM (
      SELECT date_trunc(${resolution}::text, at, 'UTC') AS at, max(written_at) AS written
      FROM traffic WHERE resolution = ${finer[resolution]} GROUP BY 1
    ) AS part LEFT JOIN (
      SELECT at, min(written_at) AS written FROM traffic WHERE resolution = ${resolution} GROUP BY 1
    ) AS whole USING (at)
    WHERE whole.written IS NULL OR part.written > whole.written ORDER BY 1`;
  return rows.map(({ at }) => at);
}

/** Adds an hour or day up from its parts. */
export async function rollUp(tx: Tx, resolution: Coarse, at: Date): Promise<void> {
  // What is being written meanwhile is taken for newer, so that it is added up the next time.
  const [clock] = await tx.$queryRaw<[{ at: Date }]>`SELECT clock_timestamp() - interval '1 minute' AS at`;
  const parts = {
    resolution: finer[resolution],
    at: { gte: at, lt: new Date(at.getTime() + resolutionLengths[resolution]) },
  };
  const whose = await tx.traffic.findMany({
    where: parts,
    select: { node: true, product: true, channel: true },
    distinct: ["node", "product", "channel"],
  });
  await tx.traffic.deleteMany({ where: { resolution, at } });
  for (const who of whose) {
    const sum = new ChannelCounts();
    for (const { counts } of await tx.traffic.findMany({
      where: { ...parts, ...who },
      select: { counts: true },
    })) {
      sum.addPacked(counts as unknown as PackedCounts);
    }
    const { requests, served } = sum;
    const counts = sum.packed() as unknown as Prisma.InputJsonValue;
    const row = { resolution, at, ...who, process: "", requests, served, counts, writtenAt: clock.at };
    await tx.traffic.create({ data: row });
  }
}

export async function deleteTraffic(tx: Tx, resolution: Resolution, before: Date): Promise<void> {
  await tx.traffic.deleteMany({ where: { resolution, at: { lt: before } } });
}

export async function deleteStates(tx: Tx, before: Date): Promise<void> {
  await tx.trafficState.deleteMany({ where: { windowStart: { lt: before } } });
}
