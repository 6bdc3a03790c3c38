import { beforeEach, expect, test } from "vitest";

import { system, type Actor, type Role } from "@/lib/access/role";
import { db } from "@/lib/db/client";
import { emptyDatabase, withConnection } from "@/lib/testing/database";
import { nodeReport } from "@/lib/testing/node-report";
import { create, make, makeFirefox, operation, release } from "@/lib/testing/operations";

import { forgetNodes, listNodes } from "./service";
import { releaseWave } from "./service-waves";
import { putReport } from "./store-reports";

const reader = system("reader");

function person(role: Role, product = "*"): Actor {
  const email = `${role}@example.com`;
  return { kind: "person", id: email, email, name: role, grants: [{ role, product }] };
}

let sequence = 0;

async function say(passed: boolean, revision: number, product = "Firefox"): Promise<void> {
  const { hash } = await db().revision.findUniqueOrThrow({ where: { id: revision } });
  const failures = passed ? [] : [{ name: "it holds", product, detail: "not so" }];
  const verdict = { revision, hash, passed, invariants: 1, answers: 9, failures, warnings: [], broken: {} };
  const report = nodeReport({
    sequence: ++sequence,
    revision,
    hash,
    name: "canary-1",
    canary: true,
    verdict,
  });
  await withConnection((client) => putReport(client, report));
}

const wave = async (actor: Actor = reader) => (await listNodes(actor)).wave;

const let1 = (actor: Actor = person("manager"), reason = "It is right") =>
  releaseWave(actor, { revision: 1, reason });

beforeEach(async () => {
  await emptyDatabase();
  await makeFirefox();
});

test("what a canary finds is told to who may see the product", async () => {
  await say(false, 1);
  expect(await wave()).toMatchObject({ revision: 1, kind: "stopped", by: ["canary-1"], hidden: 0 });
  const other = person("viewer", "Thunderbird");
  expect(await wave(other)).toMatchObject({ kind: "stopped", failures: [], hidden: 1, mayRelease: false });
  await say(true, 1);
  expect(await wave()).toBeNull();
});

test("only who answers for all products lets a stopped revision through, once and with a reason", async () => {
  await expect(let1()).rejects.toThrow("was stopped by no canary");
  await say(false, 1);
  await expect(let1(person("driver"))).rejects.toMatchObject({ code: "forbidden" });
  await expect(let1(person("admin", "Firefox"))).rejects.toMatchObject({ code: "forbidden" });
  await expect(let1(person("manager"), " ")).rejects.toMatchObject({
    code: "invalid",
    errors: [{ pointer: "/reason" }],
  });
  await let1();
  expect(await wave()).toMatchObject({
    kind: "let through",
    release: { actor: "manager@example.com", reason: "It is right" },
  });
  await expect(let1()).rejects.toThrow("manager@example.com has let revision 1 through already");
});

test("a later revision starts anew, unless it is a shut-off or a release that nothing maps to", async () => {
  await say(false, 1);
  await make(create("shutOff", { product: "Firefox", channel: "beta", reason: "Broken" }));
  await make(create("release", release("Firefox-131.0-build1")));
  const build = { release: "Firefox-131.0-build1", buildTarget: "Linux", locale: "de", buildID: "5" };
  await make(create("build", build));
  expect(await wave()).toMatchObject({ revision: 1, kind: "stopped" });

  const { revision } = await make(create("build", { ...build, release: "Firefox-130.0-build1" }));
  expect(await wave()).toBeNull();
  await expect(let1()).rejects.toThrow(`Revision ${String(revision)} has followed`);
  await say(true, revision ?? 0);
  const fields = { backgroundRate: 50 };
  await make(operation({ entity: "rule", action: "update", key: { id: 1 }, rowVersion: 1, fields }));
  expect(await wave()).toBeNull();
});

test("verdicts are forgotten after a day, but for those by which nodes still hold something back", async () => {
  const tomorrow = new Date(Date.now() + 2 * 86_400_000);
  const kept = async () => (await db().waveVerdict.findMany()).map(({ revision }) => revision);
  await say(true, 1);
  await make(create("product", { name: "Thunderbird" }));
  await make(create("product", { name: "SeaMonkey" }));
  await say(false, 2);
  await say(false, 3);
  await forgetNodes(tomorrow);
  expect(await kept()).toEqual([1, 2, 3]);
  await say(true, 3);
  await forgetNodes(tomorrow);
  expect(await kept()).toEqual([3]);
});
