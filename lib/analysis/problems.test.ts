import { describe, expect, test } from "vitest";
import type { z } from "zod";

import type { configurationSchema } from "@/lib/configuration/configuration";
import { planChanges } from "@/lib/changes/plan";
import { keyOf, type Stored } from "@/lib/changes/row";
import { policySchema } from "@/lib/policies/policy";
import { rowsOf } from "@/lib/testing/rows";

import { withChanges } from "./changed-rows";
import { findProblems, findProblemsOfChange } from "./problems";

type Input = z.input<typeof configurationSchema>;
const hash = "a".repeat(128);

function heron(version: string, targets: readonly string[] = ["linux", "mac"], changes: object = {}) {
  return {
    name: `Heron-${version}`,
    product: "Heron",
    content: {
      kind: "application" as const,
      attributes: { appVersion: version, detailsURL: "https://heron.example/" },
    },
    builds: targets.map((buildTarget) => ({
      buildTarget,
      locale: "de",
      buildID: `2024${version}`,
      patches: [
        {
          type: "complete" as const,
          from: "*",
          size: 1,
          hashValue: hash,
          url: "https://dl.example/x",
          ...changes,
        },
      ],
    })),
  };
}

const sound: Input = {
  products: [{ name: "Heron" }],
  allowedDomains: [{ host: "dl.example", products: ["Heron"] }],
  releases: [heron("100.0"), heron("101.0")],
  rules: [{ id: 1, priority: 100, product: "Heron", channel: "release", mapping: "Heron-101.0" }],
};
const policies = [
  policySchema.parse({
    subject: "clients",
    product: "*",
    channel: "release*",
    drivers: 1,
    managers: 1,
    admins: 0,
  }),
];
const rule = (fields: object = {}) => ({
  id: 1,
  priority: 100,
  product: "Heron",
  channel: "release",
  mapping: "Heron-101.0",
  ...fields,
});

const problemsWith = (changes: Partial<Input>) => findProblems(rowsOf({ ...sound, ...changes }), policies);
const told = (changes: Partial<Input>) =>
  problemsWith(changes).map(({ code, severity, where }) =>
    `${severity} ${code} ${where.entity} ${where.key} ${where.field ?? ""}`.trim(),
  );

test("a sound configuration has no problems", () => {
  expect(problemsWith({})).toEqual([]);
});

describe("a problem is", () => {
  const older = rule({ id: 2, priority: 90, version: "<100.0", mapping: "Heron-100.0" });
  test.each<[string, Partial<Input>, string[]]>([
    [
      "a rule that no client can match",
      { rules: [rule({ version: "60.0,70.0", buildTarget: "a/b" })] },
      ["error never-matches rule 1"],
    ],
    ["a rule that never decides", { rules: [rule(), older] }, ["warning never-wins rule 2"]],
    [
      "a priority that two rules share which can meet",
      { rules: [rule({ locale: "de" }), rule({ id: 2 })] },
      ["warning equal-priority rule 2 priority"],
    ],
    [
      "a wildcard on a channel that sign-offs guard",
      { rules: [rule({ channel: "rel*" })] },
      ["warning wildcard-on-guarded-channel rule 1 channel"],
    ],
    [
      "a mapping to nothing that nobody explains",
      { rules: [rule({ mapping: null })] },
      ["warning unexplained-empty-mapping rule 1 mapping"],
    ],
    [
      "a rate whose others get nothing",
      { rules: [rule({ backgroundRate: 25 })] },
      ["warning rate-without-fallback rule 1 fallbackMapping"],
    ],
    [
      "a mapping that is older than whoever matches",
      { rules: [rule({ version: ">=101.0.1" })] },
      ["error only-downgrades rule 1 mapping"],
    ],
    [
      "a build target that the fallback has",
      {
        releases: [heron("100.0"), heron("101.0", ["linux"])],
        rules: [rule({ backgroundRate: 10, fallbackMapping: "Heron-100.0" })],
      },
      ["warning coverage-lost rule 1 mapping"],
    ],
    [
      "a host that is not allowed, once for all files",
      { allowedDomains: [] },
      [
        "error forbidden-host build Heron-100.0/linux/de patches/0/url",
        "error forbidden-host build Heron-101.0/linux/de patches/0/url",
      ],
    ],
    [
      "a hash that is too short",
      { releases: [heron("100.0", ["linux"], { hashValue: "abc" }), heron("101.0")] },
      ["error wrong-hash-length release Heron-100.0 content/hashFunction"],
    ],
    [
      "a partial from a release that is not there",
      { releases: [heron("101.0", ["linux"], { type: "partial", from: "Heron-99.0" })] },
      ["warning unused-partial build Heron-101.0/linux/de patches/0/from"],
    ],
    [
      "a pin that leads to an older release than there is",
      {
        releases: [heron("100.0"), heron("100.1"), heron("101.0")],
        pins: [{ product: "Heron", channel: "release", version: "100.", mapping: "Heron-100.0" }],
      },
      ["warning stale-pin pin Heron/release/100. mapping"],
    ],
    [
      "a mapping to a release that is not there",
      { rules: [rule({ mapping: "Heron-102.0" })] },
      ["error dangling-mapping rule 1 mapping"],
    ],
  ])("%s", (_fact, changes, expected) => {
    expect(told(changes)).toEqual(expected);
  });
});

describe("no problem is", () => {
  test.each<[string, Partial<Input>]>([
    [
      "a mapping to nothing that a comment explains",
      { rules: [rule({ mapping: null, comment: "Too old" })] },
    ],
    ["a mapping that is newer for some who match", { rules: [rule({ version: ">=100.0" })] }],
    ["the version itself, for those with an older build", { rules: [rule({ version: "101.0" })] }],
    ["a wildcard on test channels", { rules: [rule({ channel: "nightly*" })] }],
    ["rules of one priority that no client can meet", { rules: [rule(), rule({ id: 2, channel: "beta" })] }],
    [
      "a release with fewer builds for rules that ask for none of them",
      {
        releases: [heron("100.0"), heron("101.0", ["linux"])],
        rules: [rule({ buildTarget: "linux", backgroundRate: 10, fallbackMapping: "Heron-100.0" })],
      },
    ],
  ])("%s", (_fact, changes) => {
    expect(told(changes)).toEqual([]);
  });
});

test("what never decides is switched off by its mend", () => {
  const rows = rowsOf({ ...sound, rules: [rule(), rule({ id: 2, priority: 90, locale: "de" })] });
  const [problem] = findProblems(rows, policies);
  expect(problem?.mend).toMatchObject({ entity: "rule", key: { id: 2 }, fields: { enabled: false } });
  expect(problem?.detail).toContain("rule 1");
});

describe("a change", () => {
  const edit = (fields: object, configuration: Input = sound) => {
    const rows = rowsOf(configuration);
    const find = (entity: keyof typeof rows, key: string) =>
      (rows[entity] as readonly Stored[]).find((row) => keyOf(entity, row as never) === key) ?? null;
    const { changes } = planChanges(
      [
        {
          pointer: "",
          operation: { entity: "rule", action: "update", key: { id: 1 }, rowVersion: 1, fields },
        },
      ],
      { find: (entity, key) => find(entity as keyof typeof rows, key), lastVersion: () => 0 },
    );
    return findProblemsOfChange(rows, withChanges(rows, changes), policies);
  };

  test("that widens whom a rule is for says from what to what", () => {
    const { problems } = edit({ locale: "de,fr" }, { ...sound, rules: [rule({ locale: "de" })] });
    expect(problems).toMatchObject([
      { code: "wider-scope", isNew: true, where: { key: "1", field: "locale" } },
    ]);
    expect(problems[0]?.detail).toContain("locale: de → de,fr");
  });

  const windows = { osVersion: "Windows_NT 10" };

  test("that narrows it says nothing where another rule takes the others", () => {
    const rest = rule({ id: 2, priority: 90, mapping: null, comment: "Too old" });
    expect(edit(windows, { ...sound, rules: [rule({ locale: "de" }), rest] }).problems).toEqual([]);
  });

  test("that strands clients names some, and offers a rule that goes on taking them", () => {
    const { problems } = edit(windows);
    expect(problems).toMatchObject([
      {
        code: "clients-stranded",
        severity: "warning",
        isNew: true,
        where: { key: "1", field: "osVersion" },
        mend: { action: "create", value: { priority: 99, osVersion: null, mapping: "Heron-101.0" } },
      },
    ]);
    expect(problems[0]?.detail).toMatch(
      /any → Windows_NT 10\), and no other rule takes the others, e.g. those on Windows 7, .*they got "Heron-101\.0"/,
    );
  });

  test("that switches off the only rule strands its clients", () => {
    expect(edit({ enabled: false }).problems).toMatchObject([
      { code: "clients-stranded", where: { field: null }, mend: { value: { priority: 100 } } },
    ]);
    expect(edit({ priority: 50 }).problems).toEqual([]);
  });

  test("that loses a build target offers a rule which goes on serving it", () => {
    const releases = [heron("100.0"), heron("101.0", ["linux"])];
    const { problems } = edit(
      { mapping: "Heron-101.0" },
      { ...sound, releases, rules: [rule({ mapping: "Heron-100.0" })] },
    );
    expect(problems).toMatchObject([
      {
        code: "coverage-lost",
        isNew: true,
        mend: { action: "create", value: { buildTarget: "mac", mapping: "Heron-100.0", priority: 101 } },
      },
    ]);
  });

  test("tells what it solves from what it brings", () => {
    const { problems, solved } = edit(
      { backgroundRate: 100 },
      { ...sound, rules: [rule({ backgroundRate: 10 })] },
    );
    expect(problems).toEqual([]);
    expect(solved).toMatchObject([{ code: "rate-without-fallback" }]);
  });
});
