import { beforeEach, expect, test } from "vitest";

import { system, type Person } from "@/lib/access/role";
import { db } from "@/lib/db/client";
import { emptyDatabase } from "@/lib/testing/database";
import { create, make, operation, release } from "@/lib/testing/operations";
import { makePeople } from "@/lib/testing/people";

import { submitChangeSet } from "./service";
import { editChangeSet, mendChangeSet, proposeChangeSet } from "./service-edit";
import { getChangeSet } from "./service-read";

let driver: Person;
const edit = (fields: object, rowVersion = 1) =>
  operation({ entity: "rule", action: "update", key: { id: 1 }, rowVersion, fields });
/** No client of 130.0 or newer gets anything from 130.0. */
const useless = edit({ version: ">=131.0" });
const blocked = { code: "invalid", errors: [{ pointer: "/operations/0/fields" }] };

const submit = (more: object = {}, ...operations: ReturnType<typeof edit>[]) =>
  submitChangeSet(driver, {
    reason: "Try",
    source: "api",
    operations: operations.length > 0 ? operations : [useless],
    ...more,
  });

beforeEach(async () => {
  await emptyDatabase();
  ({ driver } = await makePeople({ driver: "driver" }));
  await make(
    create("product", { name: "Firefox" }),
    create("release", release("Firefox-130.0")),
    create("build", {
      release: "Firefox-130.0",
      buildTarget: "linux",
      locale: "de",
      buildID: "20240901",
      patches: [],
    }),
    create("rule", { product: "Firefox", channel: "nightly", priority: 100, mapping: "Firefox-130.0" }),
  );
});

test("a change that brings an error is refused, and its dry run tells", async () => {
  await expect(submit()).rejects.toMatchObject(blocked);
  const { warnings } = await submitChangeSet(
    driver,
    { reason: "Try", source: "api", operations: [useless] },
    { dryRun: true },
  );
  expect(warnings.map(({ detail }) => detail).join()).toContain("none is ever downgraded");
});

test("with an override it is enacted, and the record keeps what was let pass and why", async () => {
  const { revision } = await submit({ override: "Clients of 131.0 come back by hand" });
  const { reason } = await db().revision.findUniqueOrThrow({ where: { id: revision ?? 0 } });
  expect(reason).toMatch(/^Try\n\nOverride: Clients of 131\.0 come back by hand\nOf: .*downgraded/);
});

test("what was wrong before blocks nothing", async () => {
  await submit({ override: "Known" });
  await expect(submit({}, edit({ comment: "Still so" }, 2))).resolves.toMatchObject({ kind: "enacted" });
});

test("a draft may hold an error; it is proposed once that is mended or let pass", async () => {
  const { changeSet } = await submit({ draft: true });
  const id = changeSet ?? 0;
  await expect(proposeChangeSet(driver, id, {})).rejects.toMatchObject({ code: "invalid" });

  await editChangeSet(driver, id, { override: "Meant" });
  expect((await getChangeSet(driver, id)).override).toBe("Meant");
  // Other steps have to be let pass anew.
  await editChangeSet(driver, id, { steps: [{ at: null, operations: [useless] }] });
  expect((await getChangeSet(driver, id)).override).toBeNull();

  await mendChangeSet(driver, id, { rowVersion: 3, operation: edit({ version: null }, 2) });
  const { steps } = await getChangeSet(driver, id);
  expect(steps[0]?.operations).toMatchObject([{ rowVersion: 1, fields: { version: null } }]);
  await expect(proposeChangeSet(driver, id, { override: "Not needed" })).resolves.toMatchObject({
    state: "enacted",
  });
});

test("a file with a hash that no client would take blocks, one that was there does not", async () => {
  const patch = { type: "complete", from: "*", size: 1, hashValue: "abc", url: null };
  const files = (hashes: readonly string[], rowVersion: number) =>
    operation({
      entity: "build",
      action: "update",
      key: { release: "Firefox-130.0", buildTarget: "linux", locale: "de" },
      rowVersion,
      fields: { patches: hashes.map((hashValue) => ({ ...patch, hashValue })) },
    });
  await expect(submit({}, files(["abc"], 1))).rejects.toMatchObject({ code: "invalid" });
  await make(files(["abc", "def"], 1));
  await expect(submit({}, files(["abc"], 2))).resolves.toMatchObject({ kind: "enacted" });
});

test("the program itself is not held up", async () => {
  const change = { reason: "Story", source: "seed", operations: [useless] } as const;
  await expect(submitChangeSet(system("demo"), change)).resolves.toMatchObject({ kind: "enacted" });
});

test("an override says why", async () => {
  await expect(submit({ override: " " })).rejects.toMatchObject({
    code: "invalid",
    errors: [{ pointer: "/override/reason" }],
  });
});
