import { canonicalize } from "json-canonicalize";
import { beforeEach, expect, test } from "vitest";

import { system } from "@/lib/access/role";
import { verifyPassword } from "@/lib/access/service";
import { enact } from "@/lib/changes/service";
import type { Configuration } from "@/lib/configuration/configuration";
import { listPolicies } from "@/lib/policies/store";
import { exportConfiguration } from "@/lib/configuration/service";
import { db } from "@/lib/db/client";
import { emptyDatabase } from "@/lib/testing/database";

import { demoConfiguration } from "./configuration";
import { fillWithDemo } from "./fill";
import { story } from "./story";

beforeEach(emptyDatabase);

test("an empty database gets the whole story and its people, once", async () => {
  await fillWithDemo();
  const { configuration } = await exportConfiguration(system("test"));
  expect(rowsOf(configuration)).toEqual(rowsOf(demoConfiguration()));
  expect(await told()).toBe(story.length);
  expect((await listPolicies(db())).map(({ subject, product }) => `${subject} ${product}`)).toContain(
    "clients Heron",
  );
  expect(await verifyPassword("viewer@example.com", "demo-demo-demo")).toMatchObject({
    grants: [{ role: "viewer", product: "*" }],
  });

  await fillWithDemo();
  expect(await told()).toBe(story.length);
}, 60_000);

test("one change waits for a manager, one for its time, and no start plans them twice", async () => {
  await fillWithDemo();
  await fillWithDemo();
  const open = await db().changeSet.findMany({
    where: { state: { not: "enacted" } },
    orderBy: { id: "asc" },
    select: { state: true, author: true },
  });
  expect(open).toEqual([
    { state: "proposed", author: "driver@example.com" },
    { state: "scheduled", author: "driver@example.com" },
  ]);
}, 60_000);

test("a start that was stopped half-way goes on where it stopped", async () => {
  await fillWithDemo(story.slice(0, 1));
  expect(await told()).toBe(1);
  await fillWithDemo(story.slice(0, 3));
  expect(await told()).toBe(3);
});

test("a database in which anything else has happened is left alone", async () => {
  await enact(system("test"), {
    reason: "A product of one's own",
    source: "system",
    operations: [
      {
        entity: "product",
        action: "create",
        value: { name: "Own", comment: null, throttle: 100, versionOrder: "mozilla" },
      },
    ],
  });
  await fillWithDemo();
  expect(await db().revision.count()).toBe(1);
  expect(await verifyPassword("viewer@example.com", "demo-demo-demo")).toBeNull();
});

/** How many chapters there are in the record, each signed by whom its policies ask for. */
async function told(): Promise<number> {
  return db().revision.count({ where: { changeSet: { state: "enacted" } } });
}

/** Each row as text: they come in the order of their keys, in the story in its own. */
function rowsOf(configuration: Configuration): string[] {
  const { releases, settings, ...tables } = configuration;
  const rows = Object.values(tables).flat();
  const builds = releases.flatMap((release) =>
    release.builds.map((build) => ({ ...build, release: release.name })),
  );
  const withoutBuilds = releases.map((release) => ({ ...release, builds: [] }));
  return [settings, ...rows, ...builds, ...withoutBuilds].map((row) => canonicalize(row)).sort();
}
