import { beforeEach, describe, expect, test } from "vitest";

import { system, type Person } from "@/lib/access/role";
import { submitChangeSet } from "@/lib/change-sets/service";
import type { Operation } from "@/lib/changes/operation";
import { explainAnswer } from "@/lib/explain/service";
import { emptyDatabase } from "@/lib/testing/database";
import { create, make, operation, shippedFirefox } from "@/lib/testing/operations";

import { pathsOf, problemsOf, problemsOfChangeSet } from "./service";
import { impactOfChangeSet, impactOfSubmission } from "./service-impact";

const everybody = system("test");
const driver: Person = {
  kind: "person",
  id: "00000000-0000-4000-8000-000000000001",
  email: "driver@example.com",
  name: "Driver",
  grants: [{ role: "driver", product: "Firefox" }],
};
const stranger: Person = { ...driver, grants: [{ role: "viewer", product: "Thunderbird" }] };

const client =
  "/update/6/Firefox/129.0/20240801/linux/de/release/Linux/ISET:SSE4_2,MEM:8192/default/default/update.xml?force=1";

const remap = (fields: object) =>
  operation({ entity: "rule", action: "update", key: { id: 1 }, rowVersion: 1, fields });

async function draft(...operations: Operation[]): Promise<number> {
  const { changeSet } = await submitChangeSet(everybody, {
    reason: "Try",
    source: "system",
    operations,
    draft: true,
  });
  return changeSet ?? 0;
}

beforeEach(async () => {
  await emptyDatabase();
  await make(
    create("product", { name: "Firefox" }),
    create("product", { name: "Thunderbird" }),
    create("allowedDomain", { host: "dl.example", products: ["Firefox"] }),
    ...["100.0", "130.0", "131.0"].flatMap(shippedFirefox),
    create("rule", { product: "Firefox", channel: "release", priority: 100, mapping: "Firefox-130.0" }),
  );
});

test("a sound configuration has no problems, and what is wrong is shown to those who may see its product", async () => {
  expect((await problemsOf(everybody)).problems).toEqual([]);
  await make(
    create("rule", { product: "Firefox", channel: "release", priority: 5, mapping: "Firefox-131.0" }),
  );
  expect((await problemsOf(driver)).problems).toMatchObject([{ code: "never-wins" }]);
  expect((await problemsOf(stranger)).problems).toEqual([]);
});

describe("before a change set takes effect", () => {
  test("its problems are told", async () => {
    const id = await draft(remap({ backgroundRate: 25 }));
    expect((await problemsOfChangeSet(driver, id)).problems).toMatchObject([
      { code: "rate-without-fallback", isNew: true },
    ]);
  });

  test("its impact is the same before it is kept", async () => {
    const operations = [remap({ mapping: "Firefox-131.0" })];
    const tried = await impactOfSubmission(driver, { reason: "Try", source: "api", operations });
    expect(await impactOfChangeSet(driver, await draft(...operations))).toEqual(tried);
  });

  test("its impact is told", async () => {
    const id = await draft(remap({ mapping: "Firefox-131.0" }));
    const impact = await impactOfChangeSet(driver, id);
    expect(impact.groups.map(({ kind, states }) => [kind, states])).toEqual([
      ["other release", 1],
      ["new update", 1],
    ]);
    expect(impact).toMatchObject({ states: 3, changed: 2 });
  });

  test("the paths are those after it", async () => {
    const id = await draft(remap({ version: ">=130.0", mapping: "Firefox-131.0" }));
    expect((await pathsOf(driver, "Firefox", "release", null)).isComplete).toBe(true);
    const after = await pathsOf(driver, "Firefox", "release", id);
    expect(after.isComplete).toBe(false);
    expect(after.ends[0]).toMatchObject({ kind: "dead end", release: "Firefox-100.0" });
  });

  test("a client is answered as it will be", async () => {
    const id = await draft(remap({ mapping: "Firefox-131.0" }));
    const { decision } = await explainAnswer(driver, { url: client, changeSet: id });
    expect(decision.release).toBe("Firefox-131.0");
  });

  test("it is not shown to those who may not look at it", async () => {
    const id = await draft(remap({ mapping: "Firefox-131.0" }));
    await expect(problemsOfChangeSet(stranger, id)).rejects.toMatchObject({ code: "not-found" });
    await expect(impactOfChangeSet(stranger, id)).rejects.toMatchObject({ code: "not-found" });
    await expect(pathsOf(stranger, "Firefox", "release", id)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("one that no longer applies is refused with what moved on", async () => {
    const id = await draft(remap({ mapping: "Firefox-131.0" }));
    await make(remap({ comment: "Other" }));
    await expect(impactOfChangeSet(driver, id)).rejects.toMatchObject({ code: "conflict" });
  });
});

test("a client of the past is answered as it was then", async () => {
  await make(remap({ mapping: "Firefox-131.0" }));
  const then = await explainAnswer(driver, { url: client, at: 1 });
  expect(then).toMatchObject({ revision: 1, decision: { release: "Firefox-130.0" } });
  await expect(explainAnswer(driver, { url: client, at: 1, changeSet: 1 })).rejects.toMatchObject({
    code: "invalid",
  });
  await expect(explainAnswer(driver, { url: client, at: 99 })).rejects.toMatchObject({ code: "not-found" });
});
