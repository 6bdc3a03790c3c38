import { beforeEach, expect, test } from "vitest";

import type { Person } from "@/lib/access/role";
import { db } from "@/lib/db/client";
import type { Refusal } from "@/lib/errors";
import { findRule } from "@/lib/rules/store";
import { emptyDatabase } from "@/lib/testing/database";
import { create, make, makeFirefox, operation } from "@/lib/testing/operations";
import { makePeople } from "@/lib/testing/people";

import { submitChangeSet } from "./service";
import { collectInDraft, discardDraft, findDraft, listWaiting, takeFromDraft } from "./service-draft";
import { proposeChangeSet } from "./service-edit";
import { getChangeSet } from "./service-read";

let people: Record<"driver" | "driver2" | "manager", Person>;

/** People, and rules 1 (release) and 2 (nightly) of Firefox. */
beforeEach(async () => {
  await emptyDatabase();
  people = await makePeople({ driver: "driver", driver2: "driver", manager: "manager" });
  await makeFirefox();
  await make(create("rule", { product: "Firefox", channel: "nightly", priority: 5 }));
});

const update = (id: number, fields: object, rowVersion = 1) =>
  operation({ entity: "rule", action: "update", key: { id }, rowVersion, fields });

test("edits collect in one draft, each row once, and take effect together when it is proposed", async () => {
  const { driver } = people;
  const id = await collectInDraft(driver, [update(2, { priority: 6 })], { reason: "Tidy" });
  expect(await collectInDraft(driver, [update(1, { backgroundRate: 50 })], { reason: "Up" })).toBe(id);
  expect(await collectInDraft(driver, [update(2, { priority: 7, comment: "y" })])).toBe(id);
  const draft = await findDraft(driver);
  expect(draft).toMatchObject({ id, reason: "Tidy; Up" });
  expect(draft?.operations).toEqual([
    update(2, { priority: 7, comment: "y" }),
    update(1, { backgroundRate: 50 }),
  ]);
  expect(await findRule(db(), 2)).toMatchObject({ priority: 5 });
  const settled = await proposeChangeSet(driver, draft!.id, { rowVersion: draft!.rowVersion });
  expect(settled).toMatchObject({ state: "proposed", missing: [{ role: "manager" }] });
  expect(await findDraft(driver)).toBeNull();
  expect((await listWaiting(people.manager)).map((set) => set.id)).toEqual([id]);
});

test("nobody's edits go into somebody else's draft", async () => {
  const own = await collectInDraft(people.driver, [update(2, { priority: 6 })]);
  const other = await collectInDraft(people.driver2, [update(2, { priority: 7 })]);
  expect(other).not.toBe(own);
  expect((await findDraft(people.driver))?.operations).toEqual([update(2, { priority: 6 })]);
});

test("a draft that waits for its time is no place for other edits", async () => {
  const steps = [{ at: new Date(Date.now() + 3_600_000), operations: [update(2, { priority: 6 })] }];
  await submitChangeSet(people.driver, { steps, reason: "Later", source: "ui", draft: true });
  expect(await findDraft(people.driver)).toBeNull();
});

test("what is wrong with an edit is told where the edit was given, not where it is in the draft", async () => {
  await collectInDraft(people.driver, [update(2, { priority: 6 })]);
  const refused = await collectInDraft(people.driver, [update(1, { mapping: "Nothing" })]).catch(
    (error: unknown) => error as Refusal,
  );
  expect(refused).toMatchObject({
    code: "invalid",
    errors: [{ pointer: "/operations/0/fields/mapping" }],
  });
});

test("edits are taken out one by one; with the last one the draft is cancelled", async () => {
  const { driver } = people;
  const id = await collectInDraft(driver, [update(2, { priority: 6 }), update(1, { comment: "x" })]);
  const first = (await findDraft(driver))!;
  await takeFromDraft(driver, { place: 0, rowVersion: first.rowVersion });
  await expect(takeFromDraft(driver, { place: 0, rowVersion: first.rowVersion })).rejects.toMatchObject({
    code: "conflict",
  });
  const second = (await findDraft(driver))!;
  expect(second.operations).toEqual([update(1, { comment: "x" })]);
  await takeFromDraft(driver, { place: 0, rowVersion: second.rowVersion });
  expect(await findDraft(driver)).toBeNull();
  expect((await getChangeSet(driver, id!)).state).toBe("cancelled");
});

test("a draft is given up as a whole", async () => {
  const id = await collectInDraft(people.driver, [update(2, { priority: 6 })]);
  await discardDraft(people.driver, (await findDraft(people.driver))!.rowVersion);
  expect((await getChangeSet(people.driver, id!)).state).toBe("cancelled");
});
