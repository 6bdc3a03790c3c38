import { beforeAll, expect, test } from "vitest";

import { system } from "@/lib/access/role";
import { acceptableFindings } from "@/lib/configuration/finding";
import { enactPrepared } from "@/lib/changes/service";
import type { Operation } from "@/lib/changes/operation";
import { exportConfiguration } from "@/lib/configuration/service";
import { Refusal } from "@/lib/errors";
import { emptyDatabase } from "@/lib/testing/database";
import { changeAtRandom } from "@/lib/testing/history";
import { makeRandom } from "@/lib/testing/random";

import { configurationAt, restore, rollBackRevision } from "./service";

// A random history. RESTORE_EVERY=1 goes back to every revision of it, RESTORE_SEED=… makes another.
const length = 500;
const every = Number(process.env["RESTORE_EVERY"] ?? 5);
const seed = Number(process.env["RESTORE_SEED"] ?? 20_261_126);
const actor = system("test");
const exports = new Map<number, string>();

async function exported(): Promise<string> {
  return JSON.stringify((await exportConfiguration(actor)).configuration);
}

function enactRestored(operations: readonly Operation[]) {
  return enactPrepared(actor, {
    reason: "Back",
    source: "system",
    accept: acceptableFindings,
    dryRun: false,
    wholeConfiguration: true,
    withDefaultPolicies: false,
    prepare: () =>
      Promise.resolve({
        operations: operations.map((operation) => ({ operation, pointer: "" })),
        known: null,
        unchanged: () => 0,
      }),
  });
}

beforeAll(async () => {
  await emptyDatabase();
  const random = makeRandom(seed);
  exports.set(0, await exported());
  while (exports.size <= length) {
    const revision = await changeAtRandom(random).catch((error: unknown) => {
      if (error instanceof Refusal) return null;
      throw error;
    });
    if (revision !== null) exports.set(revision, await exported());
  }
}, 120_000);

test("the configuration as of any revision is byte for byte what was exported then", async () => {
  for (const [revision, text] of exports) {
    expect(JSON.stringify((await configurationAt(actor, revision)).configuration)).toBe(text);
  }
}, 60_000);

test(
  "everything goes back to any revision, byte for byte",
  async () => {
    for (let revision = length; revision >= 0; revision -= every) {
      const { operations } = await restore(actor, {}, revision);
      await enactRestored(operations);
      expect(await exported(), `revision ${revision}`).toBe(exports.get(revision));
    }
  },
  every > 1 ? 60_000 : 600_000,
);

test("a revision that is taken back at once leaves what was before it", async () => {
  const random = makeRandom(7);
  for (let taken = 0; taken < 20;) {
    const before = await exported();
    const revision = await changeAtRandom(random).catch(() => null);
    if (revision === null) continue;
    const { operations, conflicts } = await rollBackRevision(actor, revision);
    expect(conflicts).toEqual([]);
    await enactRestored(operations);
    expect(await exported()).toBe(before);
    taken += 1;
  }
}, 60_000);
