import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";

import { dimensions, type Dimension, type Measures } from "./measures";
import { stateWindow, type SeenState } from "./seen-states";
import type { Grouping, Span } from "./span";

/** Which traffic. */
export type Whose = {
  readonly products: readonly string[];
  /** Null: all of them. */
  readonly channel: string | null;
};

export type Sum = Measures & {
  /** When the step began. */
  readonly at: Date;
  /** A value of what the traffic is told apart by; empty: it is not. */
  readonly value: string;
};

/** The products and channels that traffic was counted for in a span. */
export async function listCounted(
  db: Db,
  { from, to, resolution }: Span,
): Promise<{ product: string; channel: string }[]> {
  return db.traffic.findMany({
    where: { resolution, at: { gte: from, lt: to } },
    select: { product: true, channel: true },
    distinct: ["product", "channel"],
    orderBy: [{ product: "asc" }, { channel: "asc" }],
  });
}

const isDimension = (by: Grouping): by is Dimension => dimensions.some((one) => one === by);

function valuesBy(by: Grouping | null): Prisma.Sql {
  if (by === null) return Prisma.sql`(SELECT '' AS value, counts -> 'all' AS packed)`;
  if (by === "node") return Prisma.sql`(SELECT node AS value, counts -> 'all' AS packed)`;
  if (by === "channel") return Prisma.sql`(SELECT channel AS value, counts -> 'all' AS packed)`;
  return isDimension(by)
    ? Prisma.sql`jsonb_each(counts -> ${by}::text) AS each (value, packed)`
    : Prisma.empty;
}

/** Traffic by step and value, in the order of time. */
export async function sumTraffic(
  db: Db,
  { products, channel }: Whose,
  { span, by }: { span: Span; by: Grouping | null },
): Promise<Sum[]> {
  const part = (index: number) => Prisma.sql`coalesce(sum((packed ->> ${index}::int)::float8), 0)`;
  const values = by !== null && isDimension(by) ? valuesBy(by) : Prisma.sql`${valuesBy(by)} AS each`;
  return db.$queryRaw<Sum[]>`
    SELECT date_bin(make_interval(secs => ${span.seconds}::int), at, 'epoch') AS at, value,
      ${part(0)} AS requests, ${part(1)} AS served, ${part(2)} AS throttled, ${part(3)} AS outside, ${part(4)} AS planned
    FROM traffic CROSS JOIN LATERAL ${values}
    WHERE resolution = ${span.resolution} AND at >= ${span.from} AND at < ${span.to}
      AND product = ANY (${[...products]}) AND (${channel}::text IS NULL OR channel = ${channel})
    GROUP BY 1, 2 ORDER BY 1, 2`;
}

/** How many client states are worked with at most, the most frequent ones. */
const mostStates = 200_000;

/** The client states that were seen since about an instant, with their requests; the most frequent first. */
export async function listSeenStates(
  db: Db,
  { products, since }: { products: readonly string[]; since: Date },
): Promise<SeenState[]> {
  const first = new Date(since.getTime() - stateWindow);
  return db.$queryRaw<SeenState[]>`
    SELECT product, channel, version, build_id AS "buildID", build_target AS "buildTarget", locale,
      os_version AS "osVersion", sum(count)::float8 AS count
    FROM traffic_states WHERE window_start > ${first} AND product = ANY (${[...products]})
    GROUP BY state, 1, 2, 3, 4, 5, 6, 7 ORDER BY 8 DESC LIMIT ${mostStates}`;
}
