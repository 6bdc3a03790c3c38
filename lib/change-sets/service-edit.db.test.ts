import { beforeEach, describe, expect, test } from "vitest";

import type { Person } from "@/lib/access/role";
import { findToken, issueSecret, mintToken } from "@/lib/access/token";
import { partialConfigurationSchema } from "@/lib/configuration/partial";
import { importConfiguration } from "@/lib/configuration/service";
import { db } from "@/lib/db/client";
import { listPolicies } from "@/lib/policies/store";
import type { Refusal } from "@/lib/errors";
import { listRules } from "@/lib/rules/store";
import { setRate, startWithFirefox, submit, waitingSet, type People } from "@/lib/testing/change-sets";
import { emptyDatabase } from "@/lib/testing/database";
import { create, make, operation } from "@/lib/testing/operations";
import { makePeople } from "@/lib/testing/people";

import { submitChangeSet } from "./service";
import { proposeChangeSet } from "./service-edit";
import { getChangeSet, listChangeSets } from "./service-read";
import { cancelChangeSet, expireChangeSets } from "./service-schedule";
import { commentOn, requestChanges, signChangeSet } from "./service-sign";

let people: People;

beforeEach(async () => {
  people = await startWithFirefox();
});

const refusal = (code: string) => expect.objectContaining({ code }) as Refusal;

describe("conflicts", () => {
  test("of 100 edits of one rule at once one is made and 99 are conflicts with base, theirs and mine", async () => {
    await make(create("rule", { id: 2, product: "Firefox", channel: "nightly", priority: 5 }));
    const change = (value: number) =>
      operation({
        entity: "rule",
        action: "update",
        key: { id: 2 },
        rowVersion: 1,
        fields: { backgroundRate: value },
      });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, (_, index) => submit(people.driver, [change(index % 99)])),
    );
    const refused = outcomes.flatMap((outcome) =>
      outcome.status === "rejected" ? [outcome.reason as Refusal] : [],
    );
    expect(refused).toHaveLength(99);
    expect(refused.every(({ code, conflicts }) => code === "conflict" && conflicts.length === 1)).toBe(true);
    expect(refused[0]?.conflicts[0]).toMatchObject({
      base: { backgroundRate: 100 },
      theirs: { rowVersion: 2 },
      mine: { backgroundRate: expect.any(Number) as number },
    });
  });

  test("disjoint fields are merged when asked, the same field is refused", async () => {
    await make(create("rule", { id: 2, product: "Firefox", channel: "nightly", priority: 5 }));
    const change = (fields: object) =>
      operation({ entity: "rule", action: "update", key: { id: 2 }, rowVersion: 1, fields });
    await submit(people.driver, [change({ backgroundRate: 10 })]);
    await expect(submit(people.driver, [change({ priority: 7 })])).rejects.toEqual(refusal("conflict"));
    await expect(
      submit(people.driver, [change({ backgroundRate: 50 })], { resolve: "merge" }),
    ).rejects.toEqual(refusal("conflict"));

    await submit(people.driver, [change({ priority: 7, backgroundRate: 100 })], { resolve: "merge" });

    expect((await listRules(db())).find(({ id }) => id === 2)).toMatchObject({
      priority: 7,
      backgroundRate: 10,
    });
  });

  test("a change set tells which of its rows moved on", async () => {
    const id = await waitingSet(people.driver);
    await make(setRate(50));
    const { steps } = await getChangeSet(people.manager, id);
    expect(steps[0]?.conflicts).toMatchObject([
      { base: { backgroundRate: 100 }, theirs: { backgroundRate: 50 }, mine: { backgroundRate: 25 } },
    ]);
    await expect(signChangeSet(people.manager, id, { role: "manager", rowVersion: 1 })).rejects.toEqual(
      refusal("conflict"),
    );
  });
});

describe("the way of a change set", () => {
  test("a dry run says who would have to sign, and keeps nothing", async () => {
    const dry = await submitChangeSet(
      people.driver,
      { operations: [setRate(25)], reason: "Try", source: "api" },
      { dryRun: true },
    );
    expect(dry).toMatchObject({
      kind: "dry-run",
      requirements: [{ role: "driver" }, { role: "manager" }],
      missing: [{ role: "manager" }],
    });
    expect(await listChangeSets(people.admin, { limit: 10 })).toEqual({ changeSets: [], next: null });
  });

  test("a draft waits to be proposed, goes back when changes are requested, and can be cancelled", async () => {
    const { changeSet: id } = await submit(people.driver, [setRate(25)], { draft: true });
    expect(
      (await listChangeSets(people.driver, { waitingFor: people.driver.email, limit: 5 })).changeSets,
    ).toHaveLength(1);
    await proposeChangeSet(people.driver, id!, { rowVersion: 1 });
    expect(
      (await listChangeSets(people.manager, { waitingFor: people.manager.email, limit: 5 })).changeSets,
    ).toMatchObject([{ id }]);
    expect(
      (await listChangeSets(people.driver, { waitingFor: people.driver.email, limit: 5 })).changeSets,
    ).toEqual([]);

    await commentOn(people.viewer, id!, "Why so late?");
    await requestChanges(people.manager, id!, { text: "Begin with 10 %", rowVersion: 2 });
    await expect(cancelChangeSet(people.viewer, id!)).rejects.toEqual(refusal("forbidden"));
    await cancelChangeSet(people.driver2, id!);

    const { state, events } = await getChangeSet(people.driver, id!);
    expect(state).toBe("cancelled");
    expect(events.map(({ kind }) => kind)).toEqual([
      "created",
      "proposed",
      "signed",
      "comment",
      "changes-requested",
      "cancelled",
    ]);
  });

  test("what nobody approves in time expires", async () => {
    const id = await waitingSet(people.driver);
    expect(await expireChangeSets(new Date(Date.now() + 13 * 86_400_000))).toEqual([]);
    expect(await expireChangeSets(new Date(Date.now() + 15 * 86_400_000))).toEqual([id]);
    await expect(signChangeSet(people.manager, id, { role: "manager", rowVersion: 2 })).rejects.toEqual(
      refusal("invalid"),
    );
  });

  test("nothing, and the past, are refused", async () => {
    await expect(submit(people.driver, [])).rejects.toMatchObject({
      code: "invalid",
      errors: [{ pointer: "/operations" }],
    });
    const steps = [{ at: new Date(0), operations: [setRate(1)] }];
    await expect(
      submitChangeSet(people.driver, { steps, reason: "Late", source: "api" }),
    ).rejects.toMatchObject({
      code: "invalid",
      errors: [{ pointer: "/steps/0/at" }],
    });
  });

  test("lists go on where a page ends", async () => {
    for (const value of [1, 2, 3]) await submit(people.driver, [setRate(value)]);
    const first = await listChangeSets(people.driver, { state: ["proposed"], limit: 2 });
    const second = await listChangeSets(people.driver, { state: ["proposed"], limit: 2, before: first.next });
    expect([...first.changeSets, ...second.changeSets].map(({ id }) => id)).toEqual([3, 2, 1]);
    expect(second.next).toBeNull();
  });
});

describe("other ways to change something", () => {
  test("an import that has to be signed waits as the others do", async () => {
    const imported = await importConfiguration(people.driver, {
      target: {
        mode: "merge",
        configuration: partialConfigurationSchema.parse({ rules: [{ id: 1, backgroundRate: 5 }] }),
      },
      reason: "Import",
      source: "cli",
      dryRun: false,
    });
    expect(imported).toMatchObject({ kind: "waiting", missing: [{ role: "manager" }] });
    await signChangeSet(people.manager, imported.changeSet!, { role: "manager", rowVersion: 1 });
    expect(await listRules(db())).toMatchObject([{ id: 1, backgroundRate: 5 }]);
  });

  test("a token that has to be signed gets its secret afterwards, once", async () => {
    await make(
      create("policy", { subject: "access", product: "*", channel: "*", drivers: 0, managers: 1, admins: 1 }),
    );
    const request = { name: "ci", scope: "push" as const, expiresAt: new Date(Date.now() + 3_600_000) };
    await expect(mintToken(people.admin, request)).rejects.toEqual(refusal("needs-sign-off"));
    const { changeSets } = await listChangeSets(people.admin, { state: ["proposed"], limit: 1 });
    const [{ id, missing }] = changeSets as [(typeof changeSets)[number]];
    expect(missing).toMatchObject([{ role: "admin" }]);
    await expect(issueSecret(people.admin, "ci")).rejects.toEqual(refusal("not-found"));
    await make(
      create("user", { email: "a2@example.com", name: "A", grants: [{ role: "admin", product: "*" }] }),
    );
    const second: Person = { ...people.admin, id: "a2@example.com", email: "a2@example.com" };
    await signChangeSet(second, id, { role: "admin", rowVersion: 1 });

    const secret = await issueSecret(people.admin, "ci");

    expect(await findToken(secret)).toMatchObject({ name: "ci", scope: "push" });
    await expect(issueSecret(people.admin, "ci")).rejects.toEqual(refusal("conflict"));
  });

  test("a new product goes without policies that there are too few people for, and says so", async () => {
    await emptyDatabase();
    const { admin } = await makePeople({ admin: "admin" });
    const submitted = await submit(admin, [create("product", { name: "Firefox" })]);
    expect(submitted.warnings.map(({ detail }) => detail)).toEqual([
      expect.stringContaining("release*"),
      expect.stringContaining("esr*"),
    ]);
    expect((await listPolicies(db())).map(({ channel }) => channel)).toEqual(["beta*"]);
  });
});

test("what its author may accept is refused until it is named", async () => {
  await make(create("product", { name: "Thunderbird" }));
  const elsewhere = [
    create("rule", {
      product: "Thunderbird",
      channel: "nightly",
      priority: 5,
      mapping: "Firefox-130.0-build1",
    }),
  ];
  await expect(submit(people.admin, elsewhere)).rejects.toMatchObject({
    code: "invalid",
    errors: [{ pointer: "/operations/0/value/mapping", acceptable: "other-product" }],
  });
  expect(await submit(people.admin, elsewhere, { accept: ["other-product"] })).toMatchObject({
    kind: "enacted",
  });
});
