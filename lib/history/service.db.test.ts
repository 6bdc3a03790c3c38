import { beforeEach, expect, test } from "vitest";

import { system, type Person } from "@/lib/access/role";
import { enact } from "@/lib/changes/service";
import type { Operation } from "@/lib/changes/operation";
import { emptyDatabase } from "@/lib/testing/database";
import { create, makeFirefox, release } from "@/lib/testing/operations";

import { lastRevisionOf, listHistory, readLastChanges, readRevision, readRowHistory } from "./service";

beforeEach(emptyDatabase);

const tester = system("test");
const viewer = (product: string): Person => ({
  kind: "person",
  id: "1",
  email: "v@example.com",
  name: "V",
  grants: [{ role: "viewer", product }],
});

async function change(reason: string, ...operations: Operation[]) {
  await enact(tester, { reason, source: "system", operations });
}

const build = (locale: string) =>
  create("build", {
    release: "Firefox-1.0",
    buildTarget: "Linux",
    locale,
    buildID: "1",
    attributes: {},
    patches: [],
  });

async function tellStory() {
  await makeFirefox();
  await change("Submit", create("release", release("Firefox-1.0")), build("de"), build("fr"));
  await change(
    "Serve",
    create("rule", { id: 7, product: "Firefox", channel: "beta*", priority: 1, mapping: "Firefox-1.0" }),
  );
  await change("Hold", {
    entity: "rule",
    action: "update",
    key: { id: 7 },
    rowVersion: 1,
    fields: { backgroundRate: 10 },
  });
}

test("the newest revision comes first, with how many rows of each kind it touched", async () => {
  await tellStory();
  const [newest, , submitted] = await listHistory(tester, { before: null, limit: 3 });
  expect(newest).toMatchObject({ reason: "Hold", counts: [{ entity: "rule", action: "changed", count: 1 }] });
  expect(submitted?.counts).toMatchObject([
    { entity: "release", action: "created", count: 1 },
    { entity: "build", action: "created", count: 2 },
  ]);
});

test("older revisions follow those before them", async () => {
  await tellStory();
  const [newest] = await listHistory(tester, { before: null, limit: 1 });
  const [next] = await listHistory(tester, { before: newest?.id ?? 0, limit: 1 });
  expect(next?.reason).toBe("Serve");
});

test("a revision counts builds by release and lists them when asked", async () => {
  await tellStory();
  const id = (await listHistory(tester, { before: null, limit: 3 }))[2]!.id;
  const whole = await readRevision(tester, { id, buildsOf: null, after: -1 });
  expect(whole.builds).toMatchObject([{ release: "Firefox-1.0", action: "created", count: 2 }]);
  expect(whole.rows.map(({ entity }) => entity)).toEqual(["release"]);
  expect(whole.next).toBeNull();

  const builds = await readRevision(tester, { id, buildsOf: "Firefox-1.0", after: -1 });
  expect(builds.rows.map(({ key }) => key)).toEqual(["Firefox-1.0/Linux/de", "Firefox-1.0/Linux/fr"]);
});

test("a row's history has it before and after, the newest first", async () => {
  await tellStory();
  const rows = await readRowHistory(tester, "rule", "7");
  expect(rows.map(({ revision }) => revision.reason)).toEqual(["Hold", "Serve"]);
  expect(rows[0]).toMatchObject({ before: { backgroundRate: 100 }, after: { backgroundRate: 10 } });
  expect((await lastRevisionOf(tester, "rule", "7"))?.reason).toBe("Hold");
  expect(await lastRevisionOf(tester, "rule", "8")).toBeNull();
});

test("the last change of a channel is told by what rules write, patterns included", async () => {
  await tellStory();
  const asked = ["beta", "betatest", "release", "nightly"].map((channel) => ({
    product: "Firefox",
    channel,
  }));
  const reasons = async () => (await readLastChanges(tester, asked)).map((last) => last?.reason ?? null);
  expect(await reasons()).toEqual(["Hold", "Hold", "Test", null]);
  await change("Slower", {
    entity: "settings",
    action: "update",
    key: {},
    rowVersion: 1,
    fields: { throttle: 50 },
  });
  await change("Nightly as well", create("rule", { product: "Firefox", channel: "nightly", priority: 1 }));
  expect(await reasons()).toEqual(["Hold", "Hold", "Test", "Nightly as well"]);
});

test("a revision that there is not is refused as such", async () => {
  await expect(readRevision(tester, { id: 9, buildsOf: null, after: -1 })).rejects.toMatchObject({
    code: "not-found",
  });
});

test("readers of another product see that something happened, not what; people without a role see nothing", async () => {
  await tellStory();
  const id = (await listHistory(viewer("Thunderbird"), { before: null, limit: 3 }))[2]!.id;
  const { rows, builds } = await readRevision(viewer("Thunderbird"), { id, buildsOf: null, after: -1 });
  expect([rows, builds]).toEqual([[], []]);
  await expect(listHistory({ ...viewer("*"), grants: [] }, { before: null, limit: 1 })).rejects.toMatchObject(
    { code: "forbidden" },
  );
});
