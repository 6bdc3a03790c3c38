import { beforeEach, expect, test } from "vitest";

import type { Person } from "@/lib/access/role";
import { db } from "@/lib/db/client";
import type { Refusal } from "@/lib/errors";
import { listRules } from "@/lib/rules/store";
import { emptyDatabase } from "@/lib/testing/database";
import { makeFirefox, operation } from "@/lib/testing/operations";
import { makePeople } from "@/lib/testing/people";

import { submitChangeSet } from "./service";
import { diffChangeSet } from "./service-diff";
import { proposeChangeSet } from "./service-edit";
import { findChangeSetsNamed, readInbox } from "./service-inbox";
import { getChangeSet, listChangeSets } from "./service-read";
import { resolveConflicts, type Choice } from "./service-resolve";
import { signChangeSet } from "./service-sign";

let people: Record<"driver" | "manager" | "viewer", Person>;

beforeEach(async () => {
  await emptyDatabase();
  people = await makePeople({ driver: "driver", manager: "manager", viewer: "viewer" });
  await makeFirefox();
});

const change = (fields: object) =>
  operation({ entity: "rule", action: "update", key: { id: 1 }, rowVersion: 1, fields });

async function propose(fields: object): Promise<number> {
  const submission = { operations: [change(fields)], reason: "Change it", source: "ui" } as const;
  return (await submitChangeSet(people.driver, submission)).changeSet!;
}

/** A change set whose rule has been given priority 90 and a rate of 50 % by another one meanwhile. */
async function staleSet(fields: object): Promise<number> {
  const stale = await propose(fields);
  const other = await propose({ priority: 90, backgroundRate: 50 });
  await signChangeSet(people.manager, other, { role: "manager", rowVersion: 1 });
  return stale;
}

async function resolve(id: number, choice: Choice): Promise<void> {
  await resolveConflicts(people.driver, id, { rowVersion: 1, choices: { "rule 1": choice } });
  const { steps, state, rowVersion } = await getChangeSet(people.driver, id);
  expect(state).toBe("draft");
  expect(steps.flatMap(({ conflicts }) => conflicts)).toEqual([]);
  await proposeChangeSet(people.driver, id, { rowVersion });
  await signChangeSet(people.manager, id, { role: "manager", rowVersion: rowVersion + 1 });
}

test("both sides are kept where they changed different fields", async () => {
  const id = await staleSet({ locale: "de" });
  await resolve(id, "merge");
  expect(await listRules(db())).toMatchObject([{ locale: "de", priority: 90, backgroundRate: 50 }]);
});

test("a change is made all the same when its author says so", async () => {
  const id = await staleSet({ backgroundRate: 25 });
  await resolve(id, "mine");
  expect(await listRules(db())).toMatchObject([{ priority: 90, backgroundRate: 25 }]);
});

test.each([
  ["merge", "Both changed the same fields of rule 1"],
  ["theirs", "Nothing would be left of it"],
] as const)("what cannot be resolved by %s is refused, and says why", async (choice, text) => {
  const id = await staleSet({ backgroundRate: 25 });
  const resolving = resolveConflicts(people.driver, id, { rowVersion: 1, choices: { "rule 1": choice } });
  await expect(resolving).rejects.toThrow(text);
  await expect(resolveConflicts(people.driver, id, { rowVersion: 1, choices: {} })).rejects.toEqual(
    expect.objectContaining({ code: "invalid" }) as Refusal,
  );
});

test("what a change set does is told before, and once it is cancelled or enacted, alike", async () => {
  const id = await propose({ backgroundRate: 25 });
  const rows = async () => (await diffChangeSet(people.viewer, id)).flatMap((step) => step.rows);
  const expected = [
    { entity: "rule", key: "1", before: { backgroundRate: 100 }, after: { backgroundRate: 25 } },
  ];
  expect(await rows()).toMatchObject(expected);
  await signChangeSet(people.manager, id, { role: "manager", rowVersion: 1 });
  expect(await rows()).toMatchObject(expected);
});

test("what waits for a manager is in the manager's inbox, and for the others waits for somebody else", async () => {
  const id = await propose({ backgroundRate: 25 });
  const inboxOf = async (person: Person) => {
    const { forMe, forOthers } = await readInbox(person, new Date());
    return [forMe.map((one) => one.id), forOthers.map((one) => one.id)];
  };
  expect(await inboxOf(people.manager)).toEqual([[id], []]);
  expect(await inboxOf(people.driver)).toEqual([[], [id]]);
  expect(await inboxOf(people.viewer)).toEqual([[], [id]]);
});

test("change sets are found by number, reason and author", async () => {
  const id = await propose({ backgroundRate: 25 });
  const named = async (text: string) => (await findChangeSetsNamed(people.viewer, text)).map((one) => one.id);
  expect(await named(`#${id}`)).toEqual([id]);
  expect(await named("change IT")).toContain(id);
  expect(await named("nothing of the kind")).toEqual([]);
  const { changeSets } = await listChangeSets(people.viewer, { text: "DRIVER@", limit: 5 });
  expect(changeSets.map((one) => one.id)).toContain(id);
});
