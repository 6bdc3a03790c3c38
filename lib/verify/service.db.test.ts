import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import type { Person } from "@/lib/access/role";
import { problemsOfChangeSet } from "@/lib/analysis/service";
import { submitChangeSet } from "@/lib/change-sets/service";
import type { Operation } from "@/lib/changes/operation";
import { Refusal } from "@/lib/errors";
import { longTasks } from "@/lib/jobs/tasks";
import { asSuperuser, emptyDatabase } from "@/lib/testing/database";
import { create, make, operation, release } from "@/lib/testing/operations";
import { makePeople } from "@/lib/testing/people";

import { planOf, readReleaseVerification, runReleaseVerification, startReleaseVerification } from "./service";

const server: Server = createServer(({ url = "", headers }, response) => {
  const content = Buffer.from(url);
  if (gone.has(url)) response.writeHead(404).end();
  else if (headers.range === undefined) response.end(content);
  else {
    const range = `bytes 0-2/${content.length}`;
    response.writeHead(206, { "content-range": range }).end(content.subarray(0, 3));
  }
});
const gone = new Set<string>();
let origin: string;
let people: Record<"driver" | "viewer" | "other", Person>;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function build(locale: string, path = `/130.0/${locale}.mar`): Operation {
  const content = Buffer.from(path);
  const hashValue = createHash("sha512").update(content).digest("hex");
  return create("build", {
    release: "Firefox-130.0",
    buildTarget: "linux",
    locale,
    buildID: "20240130000000",
    patches: [{ type: "complete", from: "*", size: content.length, hashValue, url: origin + path }],
  });
}

beforeEach(async () => {
  gone.clear();
  await emptyDatabase();
  await make(
    create("product", { name: "Firefox" }),
    create("product", { name: "Thunderbird" }),
    create("channel", {
      product: "Firefox",
      name: "nightly",
      verifyBeforeEnact: "files",
      verifiedWithinDays: 3,
    }),
    create("channel", { product: "Firefox", name: "beta" }),
    create("allowedDomain", { host: new URL(origin).host, products: ["Firefox"] }),
    create("release", release("Firefox-130.0")),
    build("de"),
    build("fr"),
  );
  people = await makePeople({
    driver: "driver",
    viewer: "viewer",
    other: [{ role: "driver", product: "Thunderbird" }],
  });
});

/** Begins a verification, and does what the worker does with its job. */
async function verify(depth: "head" | "range" | "full" = "full") {
  const by = people.driver.email;
  const task = await startReleaseVerification(people.driver, "Firefox-130.0", depth);
  await longTasks["verify-files"]!({ task, release: "Firefox-130.0", depth, by }, {
    job: { attempts: 1 },
  } as never);
  return readReleaseVerification(people.viewer, "Firefox-130.0");
}

const map = (channel: string | null) =>
  create("rule", { product: "Firefox", channel, priority: 10, mapping: "Firefox-130.0" });

const push = (operations: Operation[], more: object = {}) =>
  submitChangeSet(people.driver, { reason: "Push", source: "api", operations, ...more });

async function refusal(work: Promise<unknown>): Promise<Refusal> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Refusal) return error;
  throw new Error("It was not refused", { cause: error });
}

test("what is wrong with a release's files is kept with the builds that it concerns", async () => {
  gone.add("/130.0/fr.mar");
  const { verified, task } = await verify();
  expect(task).toMatchObject({
    state: "done",
    result: { isGood: false, says: "1 fault in 2 files: 1 × no file" },
  });
  expect(verified).toMatchObject({ files: 2, failed: 1, isCurrent: true, by: "driver@example.com" });
  expect(verified?.failures).toMatchObject([
    { cause: "no file", url: `${origin}/130.0/fr.mar`, users: [{ buildTarget: "linux", locale: "fr" }] },
  ]);
  gone.clear();
  expect((await verify("range")).verified).toMatchObject({ failed: 0, failures: [], depth: "range" });
});

test("hooks are told what came of a verification", async () => {
  const hook = { url: "https://chat.example.com/", events: ["verified"] };
  await make(
    create("hook", { name: "own", ...hook }),
    create("hook", { name: "others", ...hook, products: ["Thunderbird"] }),
  );
  gone.add("/130.0/fr.mar");
  await verify();
  const told = await asSuperuser((client) =>
    client.query("SELECT hook, event, payload FROM hook_deliveries"),
  );
  expect(told.rows).toMatchObject([
    {
      hook: "own",
      payload: {
        ...{
          event: "verified",
          actor: "driver@example.com",
          products: ["Firefox"],
          release: "Firefox-130.0",
        },
        ...{ depth: "full", files: 2, failed: 1, outcome: "1 fault in 2 files: 1 × no file" },
      },
    },
  ]);
});

test("a verification is begun once, by those only who may submit the product's releases", async () => {
  const first = await startReleaseVerification(people.driver, "Firefox-130.0", "head");
  expect(await startReleaseVerification(people.driver, "Firefox-130.0", "full")).toBe(first);
  const asViewer = await refusal(startReleaseVerification(people.viewer, "Firefox-130.0", "head"));
  expect(asViewer.code).toBe("forbidden");
  expect((await refusal(startReleaseVerification(people.other, "Firefox-130.0", "head"))).code).toBe(
    "not-found",
  );
  expect(
    (await refusal(planOf(people.other, { release: "Firefox-130.0", product: null, channel: null }))).code,
  ).toBe("not-found");
});

test("a release that is deleted meanwhile fails its verification", async () => {
  const by = people.driver.email;
  const task = await startReleaseVerification(people.driver, "Firefox-130.0", "head");
  await runReleaseVerification({ task, release: "Firefox-131.0", depth: "head", by });
  const { task: ended } = await readReleaseVerification(people.viewer, "Firefox-130.0");
  expect(ended).toMatchObject({ state: "failed", result: { says: "The release is not there any more" } });
});

test("clients of a channel that wants it get a release only when its files are verified", async () => {
  const unverified = await refusal(push([map("nightly")]));
  expect(unverified.message).toContain("its files were never verified");
  expect(unverified.message).toContain("/api/v1/releases/Firefox-130.0/verification");
  expect(unverified.errors).toMatchObject([{ pointer: "/operations/0/value" }]);
  gone.add("/130.0/fr.mar");
  await verify();
  expect((await refusal(push([map("nightly")]))).message).toContain("found 1 fault");
  gone.clear();
  await verify();
  await make(build("it"));
  expect((await refusal(push([map("nightly")]))).message).toContain("it was changed since");
  await verify();
  await asSuperuser((client) =>
    client.query("UPDATE release_verifications SET at = now() - interval '4 days'"),
  );
  expect((await refusal(push([map("nightly")]))).message).toContain("last verified 4 days ago");
  await verify();
  await push([map("nightly")]);
});

test("other channels, and changes by which nobody newly gets the release, need no verification", async () => {
  await push([map("beta")]);
  await verify();
  await push([map("nightly")]);
  await asSuperuser((client) => client.query("DELETE FROM release_verifications"));
  const rate = { entity: "rule", action: "update", key: { id: 2 }, rowVersion: 1, fields: { priority: 11 } };
  await push([operation(rate)]);
});

test("a rule for every channel, one for a partner's, one switched on and a pin are seen through", async () => {
  for (const channel of [null, "night*", "nightly-cck-partner"]) {
    expect((await refusal(push([map(channel)]))).message).toContain("never verified");
  }
  await make(
    operation({
      ...map("nightly"),
      value: { ...(map("nightly") as { value: object }).value, enabled: false },
    }),
  );
  const on = { entity: "rule", action: "update", key: { id: 1 }, rowVersion: 1, fields: { enabled: true } };
  expect((await refusal(push([operation(on)]))).message).toContain("never verified");
  const pin = create("pin", {
    product: "Firefox",
    channel: "nightly",
    version: "130.",
    mapping: "Firefox-130.0",
  });
  expect((await refusal(push([pin]))).message).toContain("never verified");
});

test("a reason lets a push pass, and the record keeps it", async () => {
  const { revision } = await push([map("nightly")], { override: "The file server is down for an hour" });
  expect(revision).toBeGreaterThan(0);
});

test("the review of a change set says that its release is not verified yet", async () => {
  const draft = await push([map("nightly")], { draft: true });
  const { problems } = await problemsOfChangeSet(people.driver, draft.changeSet ?? 0);
  expect(problems[0]).toMatchObject({ code: "unverified-release", severity: "error", isNew: true });
});
