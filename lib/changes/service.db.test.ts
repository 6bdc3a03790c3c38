import { beforeEach, expect, test } from "vitest";

import { system, type Person } from "@/lib/access/role";
import { db } from "@/lib/db/client";
import type { Refusal } from "@/lib/errors";
import { listRules } from "@/lib/rules/store";
import { emptyDatabase, withConnection } from "@/lib/testing/database";
import { create, make, makeFirefox, operation, release } from "@/lib/testing/operations";

import { enact } from "./service";

beforeEach(emptyDatabase);

const setRate = (rate: number, rowVersion = 1) =>
  operation({
    entity: "rule",
    action: "update",
    key: { id: 1 },
    rowVersion,
    fields: { backgroundRate: rate },
  });

async function count(table: string): Promise<number> {
  const { rows } = await withConnection((client) =>
    client.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${table}`),
  );
  return rows[0]!.count;
}

test("a change is one revision, with every row before and after", async () => {
  const enacted = await makeFirefox();
  expect(enacted).toMatchObject({ revision: 1, counts: { rule: { created: 1 }, release: { created: 1 } } });

  expect(await make(setRate(25))).toMatchObject({ revision: 2, counts: { rule: { updated: 1 } } });

  const entries = await db().auditEntry.findMany({ orderBy: [{ revisionId: "asc" }, { position: "asc" }] });
  expect(entries.map(({ entity, key }) => `${entity} ${key}`)).toEqual([
    "product Firefox",
    "release Firefox-130.0-build1",
    "rule 1",
    "rule 1",
  ]);
  expect(entries[3]).toMatchObject({
    revisionId: 2,
    product: "Firefox",
    channel: "release",
    before: { id: 1, backgroundRate: 100, rowVersion: 1 },
    after: { id: 1, backgroundRate: 25, rowVersion: 2 },
  });
  expect(await listRules(db())).toMatchObject([{ id: 1, backgroundRate: 25, rowVersion: 2 }]);
});

test("revisions form a chain, and the head is its newest link", async () => {
  await makeFirefox();
  await make(setRate(25));

  const [first, second] = await db().revision.findMany({ orderBy: { id: "asc" } });
  expect(first!.previousHash).toBe("");
  expect(second!.previousHash).toBe(first!.hash);
  expect(await db().head.findMany()).toEqual([{ id: 1, revision: 2, hash: second!.hash }]);
});

test("a change that changes nothing leaves no revision", async () => {
  await makeFirefox();

  expect(await make(setRate(100))).toMatchObject({
    revision: null,
    counts: { rule: { updated: 0, unchanged: 1 } },
  });
  expect(await count("revisions")).toBe(1);
});

test("a dry run says what would change and changes nothing", async () => {
  await makeFirefox();
  const dry = await enact(
    system("test"),
    { reason: "Try", source: "system", operations: [setRate(1)] },
    { dryRun: true },
  );

  expect(dry).toMatchObject({ revision: null, dryRun: true, counts: { rule: { updated: 1 } } });
  expect(await listRules(db())).toMatchObject([{ backgroundRate: 100 }]);
});

test("a stale change is refused with the row as it was seen, as it is, and as it was wanted", async () => {
  await makeFirefox();
  await make(setRate(25));

  await expect(make(setRate(50))).rejects.toMatchObject({
    code: "conflict",
    conflicts: [
      {
        entity: "rule",
        key: "1",
        base: { backgroundRate: 100, rowVersion: 1 },
        theirs: { backgroundRate: 25, rowVersion: 2 },
        mine: { backgroundRate: 50 },
      },
    ],
  });
});

test("of 100 changes made to one rule at once one succeeds and 99 are conflicts", async () => {
  await makeFirefox();

  const outcomes = await Promise.allSettled(
    Array.from({ length: 100 }, (_, rate) => make(setRate(rate % 99))),
  );

  const refused = outcomes.flatMap((outcome) =>
    outcome.status === "rejected" ? [outcome.reason as Refusal] : [],
  );
  expect(refused.map(({ code }) => code)).toEqual(Array.from({ length: 99 }, () => "conflict"));
  expect(refused.every(({ conflicts }) => conflicts.length === 1)).toBe(true);
  expect(await count("revisions")).toBe(2);
});

test("a row made anew goes on counting its versions, so that a change of the old one is stale", async () => {
  await makeFirefox();
  const pin = { product: "Firefox", channel: "release", version: "130." };
  const key = operation({ entity: "pin", action: "delete", key: pin, rowVersion: 1 });
  await make(create("pin", { ...pin, mapping: "Firefox-130.0-build1" }));
  await make(key);
  await make(create("pin", { ...pin, mapping: "Firefox-130.0-build1" }));

  await expect(make(key)).rejects.toMatchObject({
    code: "conflict",
    conflicts: [{ theirs: { rowVersion: 2 } }],
  });
});

test("a change is made whole or not at all", async () => {
  await makeFirefox();
  const change = make(
    setRate(25),
    create("release", release("Firefox-131.0-build1")),
    create("rule", { priority: 1, mapping: "Firefox-999.0-build1" }),
  );

  await expect(change).rejects.toMatchObject({
    code: "invalid",
    errors: [{ pointer: "/operations/2/value/mapping" }],
  });
  expect(await listRules(db())).toMatchObject([{ backgroundRate: 100 }]);
  expect(await count("releases")).toBe(1);
  expect(await count("revisions")).toBe(1);
});

test("what a change names may come later in the same change", async () => {
  await make(
    create("rule", { product: "Firefox", priority: 1, mapping: "Firefox-130.0-build1" }),
    create("release", release("Firefox-130.0-build1")),
    create("product", { name: "Firefox" }),
  );

  expect(await listRules(db())).toMatchObject([{ mapping: "Firefox-130.0-build1" }]);
});

test("a new rule gets an id that no rule ever had", async () => {
  await makeFirefox();
  await make(create("rule", { id: 40, priority: 7 }));
  await make(operation({ entity: "rule", action: "delete", key: { id: 40 }, rowVersion: 1 }));
  await make(create("rule", { priority: 8 }));

  expect((await listRules(db())).map(({ id }) => id)).toEqual([1, 41]);
});

test("a deleted release takes its builds with it, each in the record", async () => {
  await makeFirefox();
  const build = { release: "Firefox-131.0-build1", buildTarget: "Linux_x86_64-gcc3", locale: "de" };
  await make(create("release", release("Firefox-131.0-build1")), create("build", build));

  await make(
    operation({ entity: "release", action: "delete", key: { name: "Firefox-131.0-build1" }, rowVersion: 1 }),
  );

  expect(await count("builds")).toBe(0);
  expect(await db().auditEntry.findMany({ where: { revisionId: 3 }, select: { key: true } })).toEqual([
    { key: "Firefox-131.0-build1" },
    { key: "Firefox-131.0-build1/Linux_x86_64-gcc3/de" },
  ]);
});

test("two rules may swap their aliases in one change", async () => {
  await make(create("rule", { alias: "a", priority: 1 }), create("rule", { alias: "b", priority: 2 }));
  const rename = (id: number, alias: string) =>
    operation({ entity: "rule", action: "update", key: { id }, rowVersion: 1, fields: { alias } });

  await make(rename(1, "b"), rename(2, "a"));

  expect((await listRules(db())).map(({ alias }) => alias)).toEqual(["b", "a"]);
});

test("a driver of one product changes nothing of another, and learns nothing of it", async () => {
  await makeFirefox();
  const driver: Person = {
    kind: "person",
    id: "1",
    email: "d@example.com",
    name: "D",
    grants: [{ role: "driver", product: "Thunderbird" }],
  };
  const change = enact(driver, { reason: "Mine", source: "ui", operations: [setRate(1, 77)] });

  await expect(change).rejects.toMatchObject({ code: "forbidden", conflicts: [] });
});

test("a rule may not be moved to a product that its author does not drive", async () => {
  await makeFirefox();
  await make(create("product", { name: "Thunderbird" }));
  const driver: Person = {
    kind: "person",
    id: "1",
    email: "d@example.com",
    name: "D",
    grants: [{ role: "driver", product: "Firefox" }],
  };
  const move = operation({
    entity: "rule",
    action: "update",
    key: { id: 1 },
    rowVersion: 1,
    fields: { product: "Thunderbird" },
  });

  await expect(enact(driver, { reason: "Move", source: "ui", operations: [move] })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("text that the database cannot keep is refused", async () => {
  await expect(make(create("product", { name: "Fire\0fox" }))).rejects.toMatchObject({ code: "invalid" });
  await expect(make(create("product", { name: "Firefox", comment: "half \ud83d" }))).rejects.toMatchObject({
    code: "invalid",
  });
});

test("800 builds of one release submitted in parallel all succeed", async () => {
  await makeFirefox();
  const submissions = Array.from({ length: 800 }, (_, i) =>
    make(
      create("build", {
        release: "Firefox-130.0-build1",
        buildTarget: `target-${i % 8}`,
        locale: `l${i >> 3}`,
      }),
    ),
  );

  await Promise.all(submissions);

  expect(await count("builds")).toBe(800);
}, 60_000);
