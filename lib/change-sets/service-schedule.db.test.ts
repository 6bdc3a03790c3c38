import { beforeEach, expect, test } from "vitest";

import type { Person } from "@/lib/access/role";
import type { Operation } from "@/lib/changes/operation";
import { db } from "@/lib/db/client";
import { listRules } from "@/lib/rules/store";
import { emptyDatabase } from "@/lib/testing/database";
import { create, make, makeFirefox, operation } from "@/lib/testing/operations";
import { makePeople } from "@/lib/testing/people";

import { submitChangeSet } from "./service";
import { getChangeSet } from "./service-read";
import {
  abortChangeSet,
  continueChangeSet,
  enactDueStep,
  listDueChangeSets,
  pauseChangeSet,
} from "./service-schedule";
import { signChangeSet } from "./service-sign";

const hour = 3_600_000;
let people: Record<"driver" | "manager" | "admin", Person>;

beforeEach(async () => {
  await emptyDatabase();
  people = await makePeople({ driver: "driver", manager: "manager", admin: "admin" });
  await makeFirefox();
});

const inHours = (hours: number) => new Date(Date.now() + hours * hour);

const setRate = (rate: number, { id = 1, rowVersion = 1 } = {}) =>
  operation({ entity: "rule", action: "update", key: { id }, rowVersion, fields: { backgroundRate: rate } });

async function rate(id = 1): Promise<number | undefined> {
  return (await listRules(db())).find((rule) => rule.id === id)?.backgroundRate;
}

/** A change set of rule 1's channel, signed by both. */
async function approved(steps: readonly { at: Date | null; operations: Operation[] }[]): Promise<number> {
  const { changeSet } = await submitChangeSet(people.driver, { steps, reason: "Ramp", source: "ui" });
  await signChangeSet(people.manager, changeSet!, { role: "manager", rowVersion: 1 });
  return changeSet!;
}

const ramp = () => [
  { at: null, operations: [setRate(10)] },
  { at: inHours(1), operations: [setRate(50)] },
  { at: inHours(2), operations: [setRate(100)] },
];

test("a ramp begins when it is approved, and each step takes up where the one before left off", async () => {
  const id = await approved(ramp());
  expect(await rate()).toBe(10);
  expect(await listDueChangeSets(new Date())).toEqual([]);
  expect(await enactDueStep(id, new Date())).toEqual({ kind: "nothing" });

  expect(await listDueChangeSets(inHours(1.5))).toEqual([id]);
  expect(await enactDueStep(id, inHours(1.5))).toMatchObject({ kind: "enacted" });
  expect(await rate()).toBe(50);
  expect(await enactDueStep(id, inHours(1.5))).toEqual({ kind: "nothing" });
  expect(await enactDueStep(id, inHours(3))).toMatchObject({ kind: "enacted" });

  expect(await rate()).toBe(100);
  const { state, steps, events } = await getChangeSet(people.driver, id);
  expect(state).toBe("enacted");
  expect(steps.map((step) => step.state)).toEqual(["enacted", "enacted", "enacted"]);
  expect(events.map(({ kind }) => kind).slice(-2)).toEqual(["step-enacted", "enacted"]);
});

test("a step is enacted once, however many workers try", async () => {
  const id = await approved([{ at: inHours(1), operations: [setRate(10)] }]);
  const tried = await Promise.all(Array.from({ length: 5 }, () => enactDueStep(id, inHours(2))));
  expect(tried.map(({ kind }) => kind).sort()).toEqual([
    "enacted",
    "nothing",
    "nothing",
    "nothing",
    "nothing",
  ]);
  expect(await db().revision.count({ where: { changeSetId: id } })).toBe(1);
});

test("a row that others changed meanwhile fails the change set, alone and with its reason", async () => {
  await make(create("rule", { id: 2, product: "Firefox", channel: "release", priority: 5 }));
  const poisoned = await approved([{ at: inHours(1), operations: [setRate(10)] }]);
  const sound = await approved([{ at: inHours(1), operations: [setRate(20, { id: 2 })] }]);
  await make(setRate(77));

  for (const id of await listDueChangeSets(inHours(2))) await enactDueStep(id, inHours(2));

  expect(await getChangeSet(people.driver, poisoned)).toMatchObject({
    state: "failed",
    failure: expect.stringContaining('rule "1"') as string,
    steps: [{ state: "skipped" }],
  });
  expect(await getChangeSet(people.driver, sound)).toMatchObject({ state: "enacted" });
  expect([await rate(1), await rate(2)]).toEqual([77, 20]);
});

test("a step is not enacted when a release that it maps to was edited after approval", async () => {
  const id = await approved([{ at: inHours(1), operations: [setRate(10)] }]);
  await make(create("build", { release: "Firefox-130.0-build1", buildTarget: "Linux", locale: "de" }));

  expect(await enactDueStep(id, inHours(2))).toMatchObject({
    kind: "failed",
    reason: expect.stringContaining("release Firefox-130.0-build1 was edited after it was signed") as string,
  });
  expect(await rate()).toBe(100);
});

test("what a ramp does to a release itself keeps its sign-offs", async () => {
  const build = create("build", { release: "Firefox-130.0-build1", buildTarget: "Linux", locale: "de" });
  const id = await approved([
    { at: null, operations: [build] },
    { at: inHours(1), operations: [setRate(10)] },
  ]);
  expect(await enactDueStep(id, inHours(2))).toMatchObject({ kind: "enacted" });
});

test("a step is not enacted when its author or a signer may not act any more", async () => {
  const first = await approved([{ at: inHours(1), operations: [setRate(10)] }]);
  const demote = (email: string, grants: object[]) =>
    operation({ entity: "user", action: "update", key: { email }, rowVersion: 1, fields: { grants } });
  await make(
    create("user", { email: "m2@example.com", name: "M", grants: [{ role: "manager", product: "*" }] }),
  );
  await make(demote("manager@example.com", [{ role: "viewer", product: "*" }]));
  expect(await enactDueStep(first, inHours(2))).toMatchObject({ kind: "failed" });

  const { changeSet: second } = await submitChangeSet(people.driver, {
    steps: [{ at: inHours(1), operations: [setRate(10)] }],
    reason: "Ramp",
    source: "ui",
  });
  await signChangeSet(people.admin, second!, { role: "manager", rowVersion: 1 });
  await make(demote("driver@example.com", [{ role: "viewer", product: "*" }]));
  expect(await enactDueStep(second!, inHours(2))).toMatchObject({ kind: "failed" });
  expect(await rate()).toBe(100);
});

test("a paused ramp stands still until it is continued, and an aborted one names what can be rolled back", async () => {
  const id = await approved(ramp());
  await pauseChangeSet(people.driver, id);
  expect(await listDueChangeSets(inHours(5))).toEqual([]);
  expect(await enactDueStep(id, inHours(5))).toEqual({ kind: "nothing" });
  await continueChangeSet(people.driver, id);
  await enactDueStep(id, inHours(1.5));

  const { revisions } = await abortChangeSet(people.manager, id);

  expect(revisions).toHaveLength(2);
  expect(await rate()).toBe(50);
  expect(await getChangeSet(people.driver, id)).toMatchObject({
    state: "cancelled",
    steps: [{ state: "enacted" }, { state: "enacted" }, { state: "skipped" }],
  });
});
