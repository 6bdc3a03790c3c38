import { beforeEach, expect, test } from "vitest";

import type { Person } from "@/lib/access/role";
import { db } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { longTasks } from "@/lib/jobs/tasks";
import { asSuperuser, emptyDatabase } from "@/lib/testing/database";
import { makeFirefox } from "@/lib/testing/operations";
import { makePeople } from "@/lib/testing/people";

import { asTask, listTasks, readVerification, startVerification } from "./service";
import { deleteOldTasks } from "./store";

let people: Record<"driver" | "viewer", Person>;

beforeEach(async () => {
  await emptyDatabase();
  people = await makePeople({ driver: "driver", viewer: "viewer" });
  await makeFirefox();
});

/** Does what the worker does with the job. */
async function work(task: number, attempts = 1): Promise<void> {
  await longTasks["verify-record"]!({ task }, { job: { attempts } } as never);
}

test("a verification is begun once, is followed by anybody, and its result is kept", async () => {
  const id = await startVerification(people.driver);
  expect(await startVerification(people.viewer)).toBe(id);
  expect(await listTasks(people.viewer)).toMatchObject([
    { id, state: "running", by: "driver@example.com", result: null },
  ]);
  await work(id);
  const { newest, lastDone } = await readVerification(people.viewer);
  const revisions = await db().revision.count();
  expect(newest).toMatchObject({ id, state: "done", result: { isGood: true, revision: revisions } });
  expect(lastDone).toEqual(newest);
  expect(await startVerification(people.viewer)).not.toBe(id);
});

test("an altered record is told, with the revision", async () => {
  await asSuperuser((client) =>
    client.query(
      "SET session_replication_role = replica; UPDATE revisions SET reason = 'another' WHERE id = 2",
    ),
  );
  const id = await startVerification(people.driver);
  await work(id);
  expect((await readVerification(people.driver)).lastDone).toMatchObject({
    state: "done",
    result: { isGood: false, revision: 2, says: expect.stringContaining("not what was enacted") as string },
  });
});

test("one that nobody works on any more is lost, the last result stays, and another can begin", async () => {
  const first = await startVerification(people.driver);
  await work(first);
  const id = await startVerification(people.driver);
  await asSuperuser((client) =>
    client.query("UPDATE tasks SET seen_at = now() - interval '5 minutes' WHERE id = $1", [id]),
  );
  expect(await readVerification(people.driver)).toMatchObject({
    newest: { id, state: "lost" },
    lastDone: { id: first, state: "done" },
  });
  expect(await startVerification(people.driver)).toBeGreaterThan(id);
});

test("work that somebody waits for is found again, whether it came to something or was refused", async () => {
  const task = { kind: "import", title: "Import A", phase: "Writing" } as const;
  const value = await asTask(
    people.driver,
    task,
    async () => {
      expect(await listTasks(people.viewer)).toMatchObject([{ state: "running", phase: "Writing" }]);
      return 7;
    },
    (changeSet) => ({ says: "Done", isGood: true, changeSet }),
  );
  expect(value).toBe(7);
  const refused = asTask(
    people.driver,
    task,
    () => Promise.reject(new Refusal("invalid", "No such product")),
    () => ({ says: "", isGood: true }),
  );
  await expect(refused).rejects.toThrow("No such product");
  expect(await listTasks(people.viewer)).toMatchObject([
    { state: "failed", result: { says: "No such product" } },
    { state: "done", result: { changeSet: 7 } },
  ]);
});

test("what others do to other products is not told to those who look after one", async () => {
  const { other } = await makePeople({ other: "viewer" });
  const ofOne: Person = { ...other, grants: [{ role: "viewer", product: "Firefox" }] };
  const task = { kind: "import", title: "Import Secret-1", phase: "" } as const;
  await asTask(
    people.driver,
    task,
    () => Promise.resolve(1),
    () => ({ says: "Done", isGood: true }),
  );
  expect(await listTasks(ofOne)).toEqual([]);
  expect(await listTasks(people.viewer)).toHaveLength(1);
});

test("old tasks are deleted, but the last verification is not", async () => {
  for (let count = 0; count < 2; count++) await work(await startVerification(people.driver));
  await deleteOldTasks(db(), new Date(Date.now() + 1000));
  expect(await db().task.count()).toBe(1);
});
