import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";

import type { Automation } from "@/lib/access/role";
import { enact } from "@/lib/changes/service";
import type { Operation } from "@/lib/changes/operation";
import { db } from "@/lib/db/client";
import type { Refusal } from "@/lib/errors";
import { listPolicies } from "@/lib/policies/store";
import { listRules } from "@/lib/rules/store";
import { setRate, startWithFirefox, submit, waitingSet, type People } from "@/lib/testing/change-sets";
import { create, make, operation } from "@/lib/testing/operations";

import { submitChangeSet } from "./service";
import { editChangeSet, proposeChangeSet } from "./service-edit";
import { getChangeSet } from "./service-read";
import { signChangeSet } from "./service-sign";

let people: People;

beforeEach(async () => {
  people = await startWithFirefox();
});

const bot: Automation = { kind: "token", id: "bot", name: "bot", scope: "admin", products: [], channel: "*" };

const makeBot = () =>
  make(create("token", { name: "bot", scope: "admin", expiresAt: "2099-01-01T00:00:00Z" }));

async function rate(): Promise<number | undefined> {
  return (await listRules(db())).find(({ id }) => id === 1)?.backgroundRate;
}

const build = (locale: string, buildID = "1") =>
  create("build", { release: "Firefox-130.0-build1", buildTarget: "Linux", locale, buildID });

/** Row versions go on counting where a build is made anew. */
type KnownBuilds = Map<string, { version: number; exists: boolean }>;

/** Adds a build, or edits or deletes the one that there is. */
function editBuild(
  known: KnownBuilds,
  locale: string,
  { round, isGone }: { round: number; isGone: boolean },
): Operation {
  const { version: rowVersion, exists } = known.get(locale) ?? { version: 0, exists: false };
  const goes = exists && isGone;
  known.set(locale, { version: goes ? rowVersion : rowVersion + 1, exists: !goes });
  if (!exists) return build(locale, String(round));
  const key = { release: "Firefox-130.0-build1", buildTarget: "Linux", locale };
  return isGone
    ? operation({ entity: "build", action: "delete", key, rowVersion })
    : operation({ entity: "build", action: "update", key, rowVersion, fields: { buildID: `b${round}` } });
}

const refusal = (code: string) => expect.objectContaining({ code }) as Refusal;

describe("who has to sign", () => {
  test("a new product is guarded as products are, unless the change says otherwise", async () => {
    expect((await listPolicies(db())).map(({ product, channel }) => `${product} ${channel}`)).toEqual([
      "Firefox beta*",
      "Firefox esr*",
      "Firefox release*",
    ]);
    await make(
      create("product", { name: "Own" }),
      create("policy", {
        subject: "clients",
        product: "Own",
        channel: "*",
        drivers: 0,
        managers: 1,
        admins: 0,
      }),
    );
    expect((await listPolicies(db())).filter(({ product }) => product === "Own")).toHaveLength(1);
  });

  test("a push to beta is enacted when its driver submits it", async () => {
    const rule = create("rule", { product: "Firefox", channel: "beta", priority: 1 });
    expect(await submit(people.driver, [rule])).toMatchObject({ kind: "enacted", revision: 3 });
  });

  test("nightly and test channels wait for nobody, not even for a person", async () => {
    for (const channel of ["nightly", "releasetest", "beta-cdntest"]) {
      const rule = create("rule", { product: "Firefox", channel, priority: 1 });
      expect(await submit(bot, [rule])).toMatchObject({ kind: "enacted", requirements: [] });
    }
  });

  test("a push to release waits for a manager, and is enacted when one signs", async () => {
    const submitted = await submit(people.driver, [setRate(25)]);
    expect(submitted).toMatchObject({
      kind: "waiting",
      missing: [{ role: "manager", product: "Firefox", count: 1, because: ["clients/Firefox/release*"] }],
    });
    expect(await rate()).toBe(100);

    const settled = await signChangeSet(people.manager, submitted.changeSet!, {
      role: "manager",
      rowVersion: 1,
    });

    expect(settled).toMatchObject({ state: "enacted", missing: [] });
    expect(await rate()).toBe(25);
    const [revision] = await db().revision.findMany({ orderBy: { id: "desc" }, take: 1 });
    expect(revision).toMatchObject({ actor: "driver@example.com", changeSetId: submitted.changeSet });
  });

  test("one person never gives both sign-offs, whatever roles they hold", async () => {
    const id = await waitingSet(people.manager);
    await expect(signChangeSet(people.manager, id, { role: "manager", rowVersion: 1 })).rejects.toEqual(
      refusal("conflict"),
    );
    await signChangeSet(people.admin, id, { role: "manager", rowVersion: 1 });
    expect(await rate()).toBe(25);
  });

  test("tokens and people without the role sign nothing", async () => {
    await makeBot();
    const id = await waitingSet(bot);
    await expect(signChangeSet(bot, id, { role: "driver", rowVersion: 1 })).rejects.toEqual(
      refusal("forbidden"),
    );
    await expect(signChangeSet(people.viewer, id, { role: "driver", rowVersion: 1 })).rejects.toEqual(
      refusal("forbidden"),
    );
    await expect(signChangeSet(people.driver, id, { role: "manager", rowVersion: 1 })).rejects.toEqual(
      refusal("forbidden"),
    );
    await signChangeSet(people.driver, id, { role: "driver", rowVersion: 1 });
    expect(await rate()).toBe(100);
    await signChangeSet(people.manager, id, { role: "manager", rowVersion: 1 });
    expect(await rate()).toBe(25);
  });

  test("whoever goes round change sets is refused, and told who has to sign", async () => {
    await expect(
      enact(people.admin, { reason: "Push", source: "api", operations: [setRate(25)] }),
    ).rejects.toMatchObject({
      code: "needs-sign-off",
      missing: [{ role: "driver" }, { role: "manager" }],
    });
  });

  test("a release is guarded as the rules that map to it, and nobody signs for an unmapped one", async () => {
    expect(await submit(bot, [build("de")])).toMatchObject({
      kind: "waiting",
      missing: [{ role: "driver" }, { role: "manager" }],
    });
    await make(
      create("release", { name: "Firefox-131.0", product: "Firefox", content: { kind: "application" } }),
    );
    const free = create("build", { release: "Firefox-131.0", buildTarget: "Linux", locale: "de" });
    expect(await submit(bot, [free])).toMatchObject({ kind: "enacted" });
  });

  test("policies that guard the same are taken together", async () => {
    await make(
      create("policy", {
        subject: "clients",
        product: "*",
        channel: "*",
        drivers: 2,
        managers: 0,
        admins: 0,
      }),
    );
    const id = await waitingSet(people.driver);
    await signChangeSet(people.manager, id, { role: "manager", rowVersion: 1 });
    expect(await rate()).toBe(100);
    await signChangeSet(people.driver2, id, { role: "driver", rowVersion: 1 });
    expect(await rate()).toBe(25);
  });

  test("updates are shut off at once, and switched on again with the channel's sign-offs", async () => {
    const value = { product: "Firefox", channel: "release", reason: "It crashes" };
    expect(await submit(people.driver, [create("shutOff", value)])).toMatchObject({ kind: "enacted" });
    const off = operation({
      entity: "shutOff",
      action: "delete",
      key: { product: "Firefox", channel: "release" },
      rowVersion: 1,
    });
    expect(await submit(people.driver, [off])).toMatchObject({
      kind: "waiting",
      missing: [{ role: "manager" }],
    });
    const wider = create("shutOff", { product: "Firefox", channel: "*" });
    expect(await submit(people.driver, [off, wider])).toMatchObject({ kind: "enacted" });
  });

  test("roles and policies are guarded by policies for access, and a policy by what it demands today", async () => {
    await make(
      create("policy", { subject: "access", product: "*", channel: "*", drivers: 0, managers: 0, admins: 1 }),
    );
    const promote = operation({
      entity: "user",
      action: "update",
      key: { email: "driver@example.com" },
      rowVersion: 1,
      fields: { grants: [{ role: "manager", product: "*" }] },
    });
    expect(await submit(bot, [promote])).toMatchObject({
      kind: "waiting",
      missing: [{ role: "admin", product: null }],
    });
    const loosen = operation({
      entity: "policy",
      action: "update",
      key: { subject: "clients", product: "Firefox", channel: "release*" },
      rowVersion: 1,
      fields: { managers: 0 },
    });
    const submitted = await submit(people.manager, [loosen]);
    expect(submitted).toMatchObject({
      kind: "waiting",
      missing: [
        { role: "manager", count: 1 },
        { role: "admin", count: 1 },
      ],
    });
    expect(await submit(people.admin, [promote])).toMatchObject({ kind: "enacted" });
  });

  test("two people who sign at once both count, and the change is made once", async () => {
    await makeBot();
    const id = await waitingSet(bot);
    const both = await Promise.all([
      signChangeSet(people.driver, id, { role: "driver", rowVersion: 1 }),
      signChangeSet(people.manager, id, { role: "manager", rowVersion: 1 }),
    ]);
    expect(both.map(({ state }) => state).sort()).toEqual(["enacted", "proposed"]);
    expect(await rate()).toBe(25);
    expect(await db().revision.count()).toBe(4);
  });
});

/** RANDOM_EDITS=10000 for the long run, RANDOM_SEED=… for others. */
const randomEdits = Number(process.env["RANDOM_EDITS"] ?? 60);

describe("what a sign-off is for", () => {
  test("an edit of the change set voids it", async () => {
    await make(
      create("policy", {
        subject: "clients",
        product: "*",
        channel: "*",
        drivers: 0,
        managers: 2,
        admins: 0,
      }),
    );
    const id = await waitingSet(people.driver);
    await signChangeSet(people.manager, id, { role: "manager", rowVersion: 1 });
    await editChangeSet(people.driver, id, {
      rowVersion: 1,
      steps: [{ at: null, operations: [setRate(50)] }],
    });
    await expect(signChangeSet(people.manager2, id, { role: "manager", rowVersion: 1 })).rejects.toEqual(
      refusal("conflict"),
    );

    const proposed = await proposeChangeSet(people.driver, id, { rowVersion: 2 });
    expect(proposed.missing).toMatchObject([{ role: "manager", count: 2 }]);
    const { events, signOffs } = await getChangeSet(people.driver, id);
    expect(signOffs).toMatchObject([{ email: "driver@example.com" }]);
    expect(events.map(({ kind }) => kind)).toContain("sign-off-voided");
  });

  test("an edit of a release that it maps to voids it, and says so", async () => {
    const id = await waitingSet(people.driver);
    await make(build("de"));

    expect(await getChangeSet(people.driver, id)).toMatchObject({
      signOffs: [
        {
          email: "driver@example.com",
          void: ["release Firefox-130.0-build1 was edited after it was signed"],
        },
      ],
      missing: [{ role: "driver" }, { role: "manager" }],
    });
    await signChangeSet(people.manager, id, { role: "manager", rowVersion: 1 });
    expect(await rate()).toBe(100);
    await signChangeSet(people.driver, id, { role: "driver", rowVersion: 1 });
    expect(await rate()).toBe(25);
  });

  test(
    `any of ${randomEdits} random edits after it was signed voids it`,
    { timeout: 20_000 + 300 * randomEdits },
    async () => {
      const at = new Date(Date.now() + 3_600_000);
      const steps = [{ at, operations: [setRate(25)] }];
      const { changeSet } = await submitChangeSet(people.driver, { steps, reason: "Later", source: "ui" });
      const id = changeSet!;
      const valid = async () =>
        (await getChangeSet(people.driver, id)).signOffs.filter((one) => one.void.length === 0).length;
      const builds: KnownBuilds = new Map();
      const edits = fc.sample(
        fc.record({
          locale: fc.constantFrom("de", "fr", "it"),
          what: fc.constantFrom("build", "gone", "set"),
        }),
        { numRuns: randomEdits, seed: Number(process.env["RANDOM_SEED"] ?? 7) },
      );
      for (const [round, { locale, what }] of edits.entries()) {
        const { rowVersion } = await getChangeSet(people.driver, id);
        if (what === "set") {
          const later = [{ at, operations: [setRate(round % 100)] }];
          await editChangeSet(people.driver, id, { rowVersion, steps: later });
          expect(await valid()).toBe(0);
          await proposeChangeSet(people.driver, id, { rowVersion: rowVersion + 1 });
        } else {
          await make(editBuild(builds, locale, { round, isGone: what === "gone" }));
          expect(await valid()).toBe(0);
          await signChangeSet(people.driver, id, { role: "driver", rowVersion });
        }
        expect(await valid()).toBe(1);
      }
    },
  );
});
