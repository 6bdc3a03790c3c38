import { beforeEach, expect, test } from "vitest";

import { system, type Person } from "@/lib/access/role";
import { submitChangeSet } from "@/lib/change-sets/service";
import { emptyDatabase } from "@/lib/testing/database";
import { create, make, operation, shippedFirefox } from "@/lib/testing/operations";

import { problemsOfChangeSet } from "./service";
import { checkStatement, listChecked } from "./service-invariants";

const everybody = system("test");
const stranger: Person = {
  kind: "person",
  id: "00000000-0000-4000-8000-000000000001",
  email: "viewer@example.com",
  name: "Viewer",
  grants: [{ role: "viewer", product: "Thunderbird" }],
};
const statement = "every Firefox client on release reaches 130.0";

beforeEach(async () => {
  await emptyDatabase();
  await make(
    create("product", { name: "Firefox" }),
    create("allowedDomain", { host: "dl.example", products: ["Firefox"] }),
    ...shippedFirefox("129.0"),
    ...shippedFirefox("130.0"),
    create("rule", { id: 1, priority: 10, product: "Firefox", channel: "release", mapping: "Firefox-130.0" }),
    create("invariant", { name: "newest", statement }),
  );
});

async function draft(fields: object): Promise<number> {
  const { changeSet } = await submitChangeSet(everybody, {
    reason: "Try",
    source: "system",
    operations: [operation({ entity: "rule", action: "update", key: { id: 1 }, rowVersion: 1, fields })],
    draft: true,
  });
  return changeSet ?? 0;
}

test("what has to hold is checked as things are and after a change set, and what breaks it is an error there", async () => {
  const { invariants } = await listChecked(everybody, null);
  expect(invariants).toMatchObject([{ name: "newest", product: "Firefox", states: 2, broken: [] }]);
  const id = await draft({ version: ">=130.0" });
  const after = await listChecked(everybody, id);
  expect(after.invariants[0]?.broken).toMatchObject([{ release: "Firefox-129.0", locales: ["de"] }]);
  const { problems } = await problemsOfChangeSet(everybody, id);
  const [problem] = problems.filter(({ code }) => code === "invariant-broken");
  expect(problem).toMatchObject({
    severity: "error",
    isNew: true,
    where: { entity: "invariant", key: "newest" },
  });
});

test("others' invariants are neither shown nor tried", async () => {
  expect((await listChecked(stranger, null)).invariants).toEqual([]);
  await expect(checkStatement(stranger, statement, null)).rejects.toMatchObject({ code: "forbidden" });
});

test("a statement is tried without being kept", async () => {
  const tried = await checkStatement(everybody, "every Firefox client on release gets no update", null);
  expect(tried).toMatchObject({ states: 2, broken: [{ release: "Firefox-129.0" }] });
  expect((await listChecked(everybody, null)).invariants).toHaveLength(1);
});

test("one about a product that is not there is refused", async () => {
  const lost = create("invariant", { name: "lost", statement: "every Waterhen client gets an update" });
  await expect(make(lost)).rejects.toMatchObject({ errors: [{ pointer: "/operations/0/value/statement" }] });
});

test("a change that breaks what blocks is refused, unless somebody says why", async () => {
  const driver: Person = { ...stranger, grants: [{ role: "driver", product: "Firefox" }] };
  const strand = {
    reason: "Only the newest",
    source: "api" as const,
    operations: [
      operation({
        entity: "rule",
        action: "update",
        key: { id: 1 },
        rowVersion: 1,
        fields: { version: ">=130.0" },
      }),
    ],
  };
  await expect(submitChangeSet(driver, strand)).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringContaining("Firefox-129.0 on release") as string,
  });
  const over = await submitChangeSet(driver, { ...strand, override: "They are gone anyway" });
  expect(over.revision).not.toBeNull();
  // It does not hold for the same clients before and after: nothing new.
  const comment = operation({
    entity: "rule",
    action: "update",
    key: { id: 1 },
    rowVersion: 2,
    fields: { comment: "x" },
  });
  const next = await submitChangeSet(driver, { ...strand, operations: [comment] });
  expect(next.revision).not.toBeNull();
});
