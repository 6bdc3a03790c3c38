import { describe, expect, test } from "vitest";

import type { SnapshotInput } from "@/lib/decision/snapshot";
import { invariantSchema } from "@/lib/invariants/invariant";
import { release, rule, snapshot } from "@/lib/testing/configurations";

import { expectAnswers } from "./expected-answers";
import { checkWave, faultsInAnswers } from "./wave-check";

const heron = (version: string, locales = ["de"]) =>
  release({
    name: `Heron-${version}`,
    content: { attributes: { appVersion: version } },
    builds: locales.map((locale) => ({
      buildTarget: "Linux_x86_64-gcc3",
      locale,
      buildID: version.replaceAll(".", ""),
      patches: [
        { type: "complete", from: "*", size: 1, hashValue: version, url: "https://download.heron.example/x" },
      ],
    })),
  });

const served = (input: Partial<SnapshotInput> = {}) =>
  snapshot({
    releases: [heron("129.0"), heron("130.0")],
    rules: [rule({ channel: "release", mapping: "Heron-130.0" })],
    ...input,
  });

const never = (overrides: object = {}) =>
  invariantSchema.parse({
    name: "never 130",
    statement: "every Heron client on release never gets Heron-130.0",
    ...overrides,
  });

const check = (invariant = never(), known: Readonly<Record<string, number>> = {}, input = served().input) =>
  checkWave(input, { invariants: [invariant], channels: [], known });

describe("an invariant that does not hold", () => {
  test("fails the revision, and says for whom", () => {
    const { failures, broken } = check();
    expect(failures).toMatchObject([{ name: "never 130", product: "Heron" }]);
    expect(failures[0]?.detail).toContain("never gets Heron-130.0: not so for Heron-129.0 on release");
    expect(Object.keys(broken)).toEqual(["never 130"]);
  });

  test("is only told where it warns, and not looked at where it is switched off", () => {
    expect(check(never({ enforcement: "warns" }))).toMatchObject({
      failures: [],
      warnings: [{ name: "never 130" }],
      broken: {},
    });
    expect(check(never({ enabled: false }))).toMatchObject({ invariants: 0, failures: [], warnings: [] });
  });

  test("stops no later revision, once it was let through, until it gets worse", () => {
    const { broken } = check();
    expect(check(never(), broken)).toMatchObject({ failures: [], warnings: [{ name: "never 130" }] });
    const worse = served({ releases: [heron("129.0", ["de", "fr"]), heron("130.0", ["de", "fr"])] }).input;
    expect(check(never(), broken, worse).failures).toMatchObject([{ name: "never 130" }]);
  });
});

test("a shut-off breaks nothing: it never waits for anybody", () => {
  const shutOff = {
    product: "Heron",
    channel: "*",
    reason: "",
    buildTarget: null,
    version: null,
    locale: null,
  };
  const invariant = never({ statement: "every Heron client on release with version <130 gets an update" });
  expect(check(invariant, {}, served({ shutOffs: [shutOff] }).input)).toMatchObject({ failures: [] });
});

describe("answers", () => {
  const faults = (body: string) => {
    const one = { product: "Heron", path: "/update/3/x", status: 200, body, rule: null };
    return faultsInAnswers(served(), [one]).map(({ detail }) => detail);
  };
  const update = (url: string) =>
    `<?xml version="1.0"?>\n<updates>\n    <update type="minor"><patch type="complete" URL="${url}"/></update>\n</updates>`;

  test("as the service makes them are without fault", () => {
    const answers = expectAnswers(served(), { most: 10, seed: 1 });
    expect(answers.some(({ body }) => body.includes("download.heron.example"))).toBe(true);
    expect(faultsInAnswers(served(), answers)).toEqual([]);
  });

  test("that clients can't read are told", () => {
    expect(faults("<updates><update></updates>")[0]).toContain("no XML");
    expect(faults("Not found")[0]).toContain("no XML");
  });

  test("that lead elsewhere than to allowed domains are told", () => {
    expect(faults(update("https://download.heron.example/x?a=1&amp;b=2"))).toEqual([]);
    expect(faults(update("https://evil.example/x"))[0]).toContain("https://evil.example/x");
  });
});
