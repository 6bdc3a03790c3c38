import { beforeEach, describe, expect, test } from "vitest";

import { system, type Person } from "@/lib/access/role";
import { db } from "@/lib/db/client";
import { findRelease, listBuildsOf } from "@/lib/releases/store";
import { emptyDatabase } from "@/lib/testing/database";
import { create, make, operation, release } from "@/lib/testing/operations";

import type { BuildSubmission } from "./service";
import { submitBuilds } from "./service-together";
import { submittedBuildSchema, submittedReleaseSchema } from "./submission";

const actor = system("test");
const name = "Firefox-131.0-build1";
const attributes = { appVersion: "131.0", detailsURL: "https://example.com/" };
const whole = submittedReleaseSchema.parse({
  product: "Firefox",
  content: { kind: "application", attributes },
});

function build(locale: string, overrides: object = {}) {
  return submittedBuildSchema.parse({
    buildTarget: "Linux_x86_64-gcc3",
    locale,
    buildID: "20241001000000",
    patches: [patch()],
    ...overrides,
  });
}

function patch(overrides: object = {}) {
  const url = "https://dl.example/131.0.mar";
  return { type: "complete", from: "*", size: 10, hashValue: "a".repeat(128), url, ...overrides };
}

function submit(overrides: Partial<BuildSubmission> = {}) {
  const submission = { release: name, create: whole, builds: [build("de")], reason: "Test", override: null };
  return submitBuilds(actor, { ...submission, source: "api", ...overrides }, { dryRun: false });
}

beforeEach(async () => {
  await emptyDatabase();
  await make(
    create("product", { name: "Firefox" }),
    create("allowedDomain", { host: "dl.example", products: ["Firefox"] }),
  );
});

test("60 builds by 20 clients at once make one release with 60 builds, and nothing the second time", async () => {
  const all = Array.from({ length: 60 }, (_, i) => build(`l${i}`));
  const inParallel = async () => {
    const left = [...all];
    const client = async () => {
      const revisions = [];
      for (let next = left.pop(); next; next = left.pop()) {
        revisions.push((await submit({ builds: [next] })).revision);
      }
      return revisions;
    };
    return (await Promise.all(Array.from({ length: 20 }, client))).flat();
  };
  const revisions = await inParallel();
  expect(revisions).toHaveLength(60);
  expect(revisions).not.toContain(null);
  // Those that had to wait were made together.
  expect(new Set(revisions).size).toBeLessThan(30);
  expect(await listBuildsOf(db(), name)).toHaveLength(60);
  expect(await findRelease(db(), name)).toMatchObject({ rowVersion: 1, content: { attributes } });
  expect(new Set(await inParallel())).toEqual(new Set([null]));
});

test("of many at once each gets its own answer, and a fault of one is refused to that one alone", async () => {
  const wrong = patch({ url: "https://elsewhere.example/131.0.mar" });
  await submit({ builds: [build("there")] });
  const locales = ["a", "there", "b", "wrong", "c", "a"];
  const outcomes = await Promise.allSettled(
    locales.map((locale) =>
      submit({ builds: [build(locale, locale === "wrong" ? { patches: [wrong] } : {})] }),
    ),
  );
  const told = outcomes.map((one) => (one.status === "fulfilled" ? one.value.counts.build : "refused"));
  const created = { created: 1, updated: 0, deleted: 0, unchanged: 0 };
  const unchanged = { ...created, created: 0, unchanged: 1 };
  expect(told).toEqual([created, unchanged, created, "refused", created, unchanged]);
  const refused = outcomes.find(({ status }) => status === "rejected");
  expect(refused).toMatchObject({ reason: { errors: [{ pointer: "/builds/0/patches/0/url" }] } });
  expect(await listBuildsOf(db(), name)).toHaveLength(4);
});

describe("patches that come one by one", () => {
  const partial = patch({ type: "partial", from: "Firefox-130.0-build1", size: 5 });

  test("join the build of the same build ID", async () => {
    await make(create("release", release("Firefox-130.0-build1")));
    await submit();
    const outcome = await submit({
      create: null,
      builds: [build("de", { buildID: null, patches: [partial] })],
    });
    expect(outcome.counts.build).toMatchObject({ updated: 1 });
    const [stored] = await listBuildsOf(db(), name);
    expect(stored).toMatchObject({ buildID: "20241001000000", patches: [{ size: 10 }, { size: 5 }] });
  });

  test("take the place of the one of the same type and origin", async () => {
    await submit();
    await submit({ builds: [build("de", { patches: [patch({ size: 11 })] })] });
    expect(await listBuildsOf(db(), name)).toMatchObject([{ patches: [{ size: 11 }] }]);
  });

  test("of another build ID replace the whole build", async () => {
    await submit({ builds: [build("de", { attributes: { showPrompt: "true" } })] });
    await submit({ builds: [build("de", { buildID: "20241002000000", patches: [patch({ size: 12 })] })] });
    const [stored] = await listBuildsOf(db(), name);
    expect(stored).toMatchObject({ buildID: "20241002000000", attributes: {}, patches: [{ size: 12 }] });
  });
});

describe("is refused, and nothing is written:", () => {
  const nothing = async () => {
    expect(await findRelease(db(), name)).toBeNull();
  };

  test("a release that is not there and of which nothing is said", async () => {
    await expect(submit({ create: null })).rejects.toMatchObject({ code: "not-found" });
    await nothing();
  });

  test("another version than that of the release", async () => {
    await submit();
    const content = { kind: "application", attributes: { ...attributes, appVersion: "131.0.1" } };
    const create = submittedReleaseSchema.parse({ product: "Firefox", content });
    await expect(submit({ create, builds: [build("fr")] })).rejects.toThrow("is version 131.0, not 131.0.1");
    expect(await listBuildsOf(db(), name)).toHaveLength(1);
  });

  test("one build target and locale twice", async () => {
    await expect(submit({ builds: [build("de"), build("de")] })).rejects.toMatchObject({
      errors: [{ pointer: "/builds/1" }],
    });
    await nothing();
  });

  test("another build for a read-only release; what is there already changes nothing", async () => {
    await submit();
    const key = { name };
    await make(
      operation({ entity: "release", action: "update", key, rowVersion: 1, fields: { readOnly: true } }),
    );
    await expect(submit({ builds: [build("de"), build("fr")] })).rejects.toThrow("is read-only");
    expect(await submit()).toMatchObject({ kind: "enacted", revision: null });
  });

  test("who may not submit for the product", async () => {
    const grants = [{ role: "viewer" as const, product: "Firefox" }];
    const ada: Person = { kind: "person", id: "a@b", email: "a@b", name: "Ada", grants };
    const submission = {
      release: name,
      create: whole,
      builds: [build("de")],
      reason: "Test",
      override: null,
    };
    await submit();
    // Although there is nothing to change.
    await expect(
      submitBuilds(ada, { ...submission, source: "api" }, { dryRun: false }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});
