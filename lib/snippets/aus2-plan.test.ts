import { describe, expect, test } from "vitest";

import {
  configurationSchema,
  type Configuration,
  type ConfiguredRule,
} from "@/lib/configuration/configuration";
import { compileSnapshot } from "@/lib/decision/snapshot";
import { decide } from "@/lib/decision/decide";
import { product, queryOf, release, rule } from "@/lib/testing/configurations";

import { aus2ConfigSchema, fits } from "./aus2-config";
import { exemptOf } from "./aus2-exempt";
import { planAus2Config, type Aus2Plan } from "./aus2-plan";

type Overrides = Parameters<typeof rule>[0];

function configuration(...rules: Overrides[]): Configuration {
  return {
    ...configurationSchema.parse({
      products: [product()],
      allowedDomains: [{ host: "download.heron.example", products: ["Heron"] }],
      channels: ["release", "beta", "betatest", "releasetest"].map((name) => ({ product: "Heron", name })),
    }),
    releases: [release(), release({ name: "Heron-140.0", content: { attributes: { appVersion: "140.0" } } })],
    rules: rules.map((one, i) => withoutRow(rule({ id: i + 1, priority: 100 + 10 * i, ...one }))),
  };
}

function withoutRow({ rowVersion: _, ...fields }: ReturnType<typeof rule>): ConfiguredRule {
  return fields;
}

function plan(config: object, existing: Configuration): Aus2Plan {
  return planAus2Config(aus2ConfigSchema.parse(config), existing);
}

/** The configuration once the plan is written. */
function written({ steps }: Aus2Plan, existing: Configuration): Configuration {
  let id = existing.rules.length;
  const changed = new Map(
    steps.flatMap(({ before, after }) => (before ? [[before.id, after] as const] : [])),
  );
  return {
    ...existing,
    rules: [
      ...existing.rules.map((one) => ({ ...one, ...changed.get(one.id) })),
      ...steps.flatMap(({ before, after }) => (before ? [] : [{ ...after, id: ++id }])),
    ],
  };
}

/** Which of a hundred rolls bring a client an update. */
function offeredTo(
  parts: { version?: string; channel?: string; osVersion?: string; force?: true },
  { rules, ...rest }: Configuration,
): number {
  const { version = "129.0", channel = "release", osVersion = "Linux" } = parts;
  const path = `/update/2/Heron/${version}/20240801000000/Linux_x86_64-gcc3/de/${channel}/${encodeURIComponent(osVersion)}/update.xml`;
  const query = queryOf(`${path}${parts.force ? "?force=1" : ""}`);
  const snapshot = compileSnapshot({
    ...rest,
    revision: 1,
    rules: rules.map((one) => ({ ...one, id: one.id ?? 0, rowVersion: 1 })),
  });
  const rolls = Array.from({ length: 100 }, (_, roll) => decide(snapshot, query, () => roll));
  return rolls.filter(({ outcome }) => outcome.kind === "update").length;
}

const throttled = {
  throttles: { Heron: { "129.0": 25, "128.0": 0, "127.0": 100 } },
  exemptChannels: ["*test"],
};

describe("AUS2's throttles", () => {
  test("hold for the exact version, not on exempt channels, and not for those who insist", () => {
    const existing = configuration({});
    const after = written(plan(throttled, existing), existing);
    expect(offeredTo({}, after)).toBe(25);
    expect(offeredTo({ version: "128.0" }, after)).toBe(0);
    expect(offeredTo({ version: "127.0" }, after)).toBe(100);
    expect(offeredTo({ version: "129.0.1" }, after)).toBe(100);
    expect(offeredTo({ channel: "betatest" }, after)).toBe(100);
    expect(offeredTo({ version: "128.0", channel: "releasetest" }, after)).toBe(100);
    expect(offeredTo({ version: "128.0", force: true }, after)).toBe(100);
  });

  test("are a rule's own rate where it serves no other clients", () => {
    const existing = configuration(
      { channel: "release", version: "129.0" },
      { channel: "betatest", version: "129.0" },
    );
    const { steps } = plan(throttled, existing);
    expect(steps).toMatchObject([{ before: { id: 1 }, after: { backgroundRate: 25 } }]);
  });

  test("leave rules above alone: what decided before still does", () => {
    const existing = configuration(
      {},
      { channel: "beta", mapping: null },
      { buildID: "20240801000000", version: "128.0" },
    );
    const after = written(plan(throttled, existing), existing);
    expect(offeredTo({ channel: "beta" }, after)).toBe(0);
    expect(offeredTo({ version: "128.0" }, after)).toBe(0);
    expect(offeredTo({ version: "129.0" }, after)).toBe(25);
  });
});

const blocked = {
  unsupportedPlatforms: {
    Heron: { "130.*": ["Windows_NT 5.0", "Darwin 8", "GTK 2.1."], "141.0": ["Linux"] },
  },
};

describe("AUS2's unsupported platforms", () => {
  test.each([
    ["Windows_NT 5.0", 0],
    ["Windows_NT 5.1", 100],
    ["Darwin 8.8.1", 0],
    ["Darwin 9.1", 100],
    ["Linux 2.6 (GTK 2.1.4)", 0],
    ["Linux 2.6 (GTK 2.10.4)", 100],
  ])("answer %s with %i of 100 updates", (osVersion, updates) => {
    const existing = configuration({});
    expect(offeredTo({ osVersion }, written(plan(blocked, existing), existing))).toBe(updates);
  });

  test("hold for people who insist, and hide what else there would be", () => {
    const existing = configuration({ mapping: "Heron-140.0" }, { version: "129.0" });
    const after = written(plan(blocked, existing), existing);
    expect(offeredTo({ osVersion: "Darwin 8", force: true }, after)).toBe(0);
    expect(offeredTo({ osVersion: "Darwin 8", version: "128.0" }, after)).toBe(100);
  });

  test("narrow what a rule asks of the OS version already", () => {
    const existing = configuration({ osVersion: "Darwin,GTK&&Linux" });
    const { steps } = plan(blocked, existing);
    expect(steps.map(({ after }) => after.osVersion)).toEqual([
      "Darwin&&Windows_NT 5.0,Darwin&&Darwin 8,Darwin&&GTK 2.1.,GTK&&Linux&&Windows_NT 5.0,GTK&&Linux&&Darwin 8,GTK&&Linux&&GTK 2.1.",
    ]);
  });
});

describe("the import", () => {
  test("changes nothing the second time", () => {
    const existing = configuration({}, { channel: "release", version: "129.0" }, { channel: "beta*" });
    const config = { ...throttled, ...blocked };
    const after = written(plan(config, existing), existing);
    expect(plan(config, after).steps).toEqual([]);
  });

  test("follows when AUS2's configuration changes, with the rules that there are", () => {
    const existing = configuration({});
    const first = written(plan({ ...throttled, ...blocked }, existing), existing);
    const second = written(plan({ throttles: { Heron: { "129.0": 50 } } }, first), first);
    expect(second.rules).toHaveLength(first.rules.length);
    expect(offeredTo({}, second)).toBe(50);
    expect(offeredTo({ version: "128.0" }, second)).toBe(100);
    expect(offeredTo({ osVersion: "Darwin 8", version: "127.0" }, second)).toBe(100);
  });

  test("says what has nothing to do", () => {
    const config = {
      throttles: { Heron: { "12.0": 5 }, Osprey: { "1.0": 5 } },
      exemptChannels: ["*nightly"],
      unsupportedPlatforms: { Heron: { "7.*": ["Darwin 8"] } },
    };
    const { steps, unused } = plan(config, configuration({ version: ">=100.0" }));
    expect(steps).toEqual([]);
    expect(unused).toEqual([
      "throttles: no rule gives Heron 12.0 an update, so there is nothing to throttle",
      'unsupportedPlatforms: no rule leads Heron to a version like "7.*"',
      "Osprey: there is no such product here; import its snippets first",
      'exemptChannels: there is no channel like "*nightly" here',
    ]);
  });

  test("says where there is no room between two rules", () => {
    const existing = configuration({ priority: 100 }, { priority: 101, channel: "beta" });
    expect(plan(throttled, existing).problems).toEqual([
      "Between rule 1 (priority 100) and rule 2 (priority 101) there is no room for 2 priorities: give rule 2 (priority 101) and those above it higher ones",
    ]);
  });
});

test.each([
  ["betatest", "betatest", true],
  ["*test", "releasetest", true],
  ["*test", "testrelease", false],
  ["3.5*", "3.5.7", true],
  ["3.5*", "3x5.7", false],
])("%s fits %s: %s", (pattern, text, expected) => {
  expect(fits(pattern, text)).toBe(expected);
});

test("a channel of a partner can be exempt where the plain one is not", () => {
  expect(exemptOf("release", ["release-cck-acme", "beta*"], [])).toEqual({
    all: false,
    some: ["release-cck-acme"],
  });
  expect(exemptOf("betatest*", ["beta*"], [])).toEqual({ all: true, some: [] });
  expect(exemptOf(null, ["*test"], ["betatest", "beta"])).toEqual({ all: false, some: ["betatest"] });
});
