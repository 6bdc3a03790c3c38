import { beforeEach, expect, test } from "vitest";

import { db } from "@/lib/db/client";
import { emptyDatabase, withConnection } from "@/lib/testing/database";
import { nodeReport } from "@/lib/testing/node-report";
import { create, make } from "@/lib/testing/operations";

import type { NodeReport } from "./report";
import { watchNodes } from "./service-watch";
import { putReport } from "./store-reports";

let sequence = 0;

async function say(said: Partial<NodeReport>): Promise<void> {
  await withConnection((client) => putReport(client, nodeReport({ sequence: ++sequence, ...said })));
}

const sent = async () =>
  (await db().hookDelivery.findMany({ orderBy: { id: "asc" } })).map(({ payload }) => payload);

const full = { disk: { revision: 1, problem: "no space left on device" } };
const minutesLater = (minutes: number) => new Date(Date.now() + minutes * 60_000);

beforeEach(async () => {
  await emptyDatabase();
  await make(create("hook", { name: "chat", url: "https://chat.example.com/", events: ["node-alarm"] }));
});

test("hooks are told once of what is wrong with a node", async () => {
  const before = (await sent()).length;
  await say(full);
  await watchNodes(new Date());
  await watchNodes(minutesLater(1));
  expect((await sent()).slice(before)).toMatchObject([
    {
      event: "node-alarm",
      alarms: [
        {
          node: "ams-1",
          code: "disk",
          severity: "warning",
        },
      ],
    },
  ]);
});

test("what comes and goes is told once, and what comes again later is told again", async () => {
  const before = (await sent()).length;
  const watch = async (said: Partial<NodeReport>, minutes: number) => {
    await say({ disk: null, ...said });
    await watchNodes(minutesLater(minutes));
  };
  await watch(full, 0);
  await watch({}, 5);
  await watch(full, 10);
  expect((await sent()).length - before).toBe(1);
  await watch({}, 11);
  await watch({}, 40);
  await watch(full, 41);
  expect((await sent()).length - before).toBe(2);
});
