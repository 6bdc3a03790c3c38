import { beforeAll, expect, test } from "vitest";

import { system } from "@/lib/access/role";
import { enactPrepared } from "@/lib/changes/service";
import type { CurrentRows } from "@/lib/configuration/diff";
import { readRows as readConfiguration } from "@/lib/configuration/store-rows";
import { compileSnapshot } from "@/lib/decision/snapshot";
import { Refusal } from "@/lib/errors";
import { answer } from "@/lib/serving/answer";
import { readRows, toSnapshotInput } from "@/lib/serving/refresh-rows";
import { updatePath } from "@/lib/testing/configurations";
import { emptyDatabase, withConnection } from "@/lib/testing/database";
import { changeAtRandom } from "@/lib/testing/history";
import { operation } from "@/lib/testing/operations";
import { makeRandom, pick, type Random } from "@/lib/testing/random";

import { explainAnswer, simulateAnswer } from "./service";

const actor = system("test");
const changes = 200;
const asked = 5;
const targets = ["Linux_x86_64-gcc3", "WINNT_x86_64-msvc"];

type Recorded = {
  readonly revision: number;
  readonly url: string;
  readonly roll: number;
  readonly body: string;
};

const recorded: Recorded[] = [];

function clientOf(random: Random): string {
  return updatePath(
    {
      product: pick(random, ["Gannet", "Gannet", "Heron", "Egret"]),
      version: `${String(98 + Math.floor(random() * 10))}.0`,
      buildID: "20240101000000",
      buildTarget: pick(random, targets),
      locale: pick(random, ["de", "fr", "en-US"]),
      channel: pick(random, ["release", "beta", "nightly", "release-cck-acme"]),
    },
    pick(random, ["", "?force=1", "?force=1", "?force=-1"]),
  );
}

/** What the serving process answers, from rows as it reads them. */
async function record(revision: number, random: Random): Promise<void> {
  const rows = await withConnection((client) => readRows(client, null));
  const served = compileSnapshot(toSnapshotInput(rows));
  expect(served.revision).toBe(revision);
  for (let count = 0; count < asked; count += 1) {
    const [url, roll] = [clientOf(random), Math.floor(random() * 100)];
    const request = { method: "GET", url, userAgent: undefined, address: "" };
    const { body } = answer(served, request, { roll: () => roll, sticky: false, maxAge: 90 });
    recorded.push({ revision, url, roll, body });
  }
}

/** A release whose clients get an update, whatever else happened at random. */
function newRelease(random: Random, rows: CurrentRows): object[] {
  const version = `${String(200 + recorded.length)}.0`;
  const name = `Gannet-${version}`;
  const isThere = rows.product.some((product) => product.name === "Gannet");
  const isAllowed = rows.allowedDomain.some(({ host }) => host === "gannet.example");
  const made = (entity: string, value: object) => ({ entity, action: "create", value });
  return [
    ...(isThere ? [] : [made("product", { name: "Gannet" })]),
    ...(isAllowed ? [] : [made("allowedDomain", { host: "gannet.example", products: ["Gannet"] })]),
    ...rows.shutOff.map(({ rowVersion, reason, ...key }) => ({
      entity: "shutOff",
      action: "delete",
      key,
      rowVersion,
    })),
    made("release", {
      name,
      product: "Gannet",
      content: {
        kind: "application",
        attributes: { appVersion: version, detailsURL: "https://example.com/" },
        urlTemplates: { "*": { complete: { "*": "https://gannet.example/%LOCALE%" } } },
      },
    }),
    ...targets.flatMap((buildTarget) =>
      ["de", "fr", "en-US"].map((locale) =>
        made("build", {
          release: name,
          buildTarget,
          locale,
          buildID: "20260101000000",
          patches: [{ type: "complete", from: "*", size: 1, hashValue: "0".repeat(128) }],
        }),
      ),
    ),
    made("rule", {
      product: "Gannet",
      priority: 1_000 + recorded.length,
      channel: pick(random, ["release", "release*", "beta", "nightly"]),
      mapping: name,
      backgroundRate: pick(random, [100, 50]),
    }),
  ];
}

async function releaseGannet(random: Random): Promise<number | null> {
  const { revision } = await enactPrepared(actor, {
    reason: "A release",
    source: "system",
    accept: [],
    dryRun: false,
    wholeConfiguration: false,
    withDefaultPolicies: false,
    prepare: async (tx) => {
      const operations = newRelease(random, await readConfiguration(tx, null));
      const placed = operations.map((given) => ({ operation: operation(given), pointer: "" }));
      return { operations: placed, known: null, unchanged: () => 0 };
    },
  });
  return revision;
}

beforeAll(async () => {
  await emptyDatabase();
  const random = makeRandom(20_261_126);
  while (recorded.length < changes * asked) {
    const change = random() < 0.2 ? releaseGannet : changeAtRandom;
    const revision = await change(random).catch((error: unknown) => {
      if (error instanceof Refusal) return null;
      throw error;
    });
    if (revision !== null) await record(revision, random);
  }
}, 120_000);

test("answers of a random history are reproduced as of their revisions, byte for byte", async () => {
  for (const { revision, url, roll, body } of recorded) {
    const { explanation } = await simulateAnswer(actor, { url, roll, at: revision });
    expect(explanation.body, `${url} at ${String(revision)}`).toBe(body);
  }
  const distinct = new Set(recorded.map(({ body }) => body));
  expect(recorded).toHaveLength(1_000);
  expect(distinct.size).toBeGreaterThan(30);
}, 120_000);

test("an instant before the first revision is refused with what there is", async () => {
  const url = updatePath();
  for (const at of [0, new Date("2001-01-01T00:00:00Z")]) {
    await expect(explainAnswer(actor, { url, at })).rejects.toThrow(
      /before the first revision: the first one is of 20\d\d-.*Ask for revision 1 or later/,
    );
  }
});
