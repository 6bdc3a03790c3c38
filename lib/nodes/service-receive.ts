import { z } from "zod";

import { connections } from "@/lib/db/client";
import type { PackedCounts } from "@/lib/traffic/channel-counts";
import { addStates, putMinutes } from "@/lib/traffic/store-counts";

import { nodeReportSchema } from "./report";
import { putReport } from "./store-reports";

const text = z.string().max(10_000);
const counts = z.int().min(0);
const measures = z.array(z.number());
const packedCounts = z.object({ all: measures }).catchall(z.record(z.string(), measures));

/** What nodes without a database to write to send instead: what they say of themselves, and what they counted. */
export const nodeMessageSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("report"), report: nodeReportSchema }),
  z.strictObject({
    kind: z.literal("minutes"),
    by: z.strictObject({ node: z.string().max(100), process: z.string().max(100) }),
    rows: z
      .array(
        z.strictObject({
          at: z.coerce.date(),
          product: text,
          channel: text,
          requests: counts,
          served: counts,
          counts: z.custom<PackedCounts>((given) => packedCounts.safeParse(given).success),
        }),
      )
      .max(100),
  }),
  z.strictObject({
    kind: z.literal("states"),
    at: z.coerce.date(),
    states: z
      .array(
        z.strictObject({
          product: text,
          channel: text,
          version: text,
          buildID: text,
          buildTarget: text,
          locale: text,
          osVersion: text,
          count: counts,
        }),
      )
      .max(5_000),
  }),
]);

export type NodeMessage = z.infer<typeof nodeMessageSchema>;

/** Keeps what a node sent. Who it is was found out by its signature. */
export async function receive(message: NodeMessage): Promise<void> {
  const client = await connections().connect();
  try {
    if (message.kind === "report") await putReport(client, message.report);
    else if (message.kind === "states") await addStates(client, message.states, message.at);
    else await putMinutes(client, message.by, message.rows);
  } finally {
    client.release();
  }
}
