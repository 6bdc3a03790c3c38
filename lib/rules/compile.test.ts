import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { queryOf, rule, updatePath } from "@/lib/testing/configurations";

import { compileRules, considerRules, selectRule } from "./compile";
import { indexRules } from "./rule-index";

const select = (rules: ReturnType<typeof rule>[], path = updatePath()) =>
  selectRule(compileRules(rules, "Heron", "mozilla"), queryOf(path))?.id ?? null;

describe("selectRule", () => {
  test("takes the highest priority", () => {
    expect(select([rule({ id: 1, priority: 10 }), rule({ id: 2, priority: 20 })])).toBe(2);
  });

  test("takes the lowest id when priorities are equal", () => {
    expect(select([rule({ id: 2 }), rule({ id: 1 })])).toBe(1);
  });

  test("passes over rules that are switched off", () => {
    expect(select([rule({ id: 1, priority: 10 }), rule({ id: 2, priority: 20, enabled: false })])).toBe(1);
  });

  test("finds nothing when no rule matches", () => {
    expect(select([rule({ product: "Osprey" })])).toBeNull();
  });
});

describe("a condition", () => {
  test.each([
    [{ product: "Heron" }, true],
    [{ product: "heron" }, false],
    [{ product: null }, true],
    [{ channel: "release" }, true],
    [{ channel: "rel*" }, true],
    [{ channel: "r*" }, false],
    [{ channel: "*" }, false],
    [{ channel: "re*ase" }, false],
    [{ version: "<130.0" }, true],
    [{ version: "128.0,129.0.0" }, true],
    [{ version: "129.*" }, true],
    [{ version: ">129.0" }, false],
    [{ buildID: "<9" }, true],
    [{ buildID: "20240801000000" }, true],
    [{ buildID: ">20240801000000" }, false],
    [{ locale: "fr,de" }, true],
    [{ locale: "fr, de" }, false],
    [{ osVersion: "Linux 5&&.10" }, true],
    [{ osVersion: "Windows, Linux" }, true],
    [{ osVersion: "Linux&&Windows" }, false],
    [{ memory: "<8192" }, false],
    [{ memory: ">=8192" }, true],
    [{ instructionSet: "SSE2,SSE4_2" }, true],
    [{ headerArchitecture: "PPC" }, false],
    [{ jaws: true }, false],
    [{ jaws: false }, false],
    [{ mig64: false }, false],
    [{ distribution: "default" }, true],
    [{ distVersion: "1" }, false],
  ])("%j matches a client of Heron 129.0: %s", (conditions, expected) => {
    expect(select([rule(conditions)]) !== null).toBe(expected);
  });

  test("on a channel holds for partner channels that fall back to it", () => {
    expect(select([rule({ channel: "release" })], updatePath({ channel: "release-cck-acme" }))).toBe(1);
    expect(select([rule({ channel: "release-cck-acme" })])).toBeNull();
  });

  test("on memory holds for clients that do not say", () => {
    const silent = "/update/3/Heron/129.0/1/p/de/release/os/d/dv/update.xml";
    expect(select([rule({ memory: "<1" })], silent)).toBe(1);
  });

  test("that compares versions does not hold for one that cannot be read", () => {
    expect(select([rule({ version: ">=1.0,<1.0" })], updatePath({ version: "129.0b1" }))).toBeNull();
    expect(select([rule()], updatePath({ version: "129.0b1" }))).toBe(1);
  });
});

test("the trace names the rule that decides, and for each other the condition that failed", () => {
  const rules = [
    rule({ id: 1, priority: 30, locale: "fr" }),
    rule({ id: 2, priority: 20 }),
    rule({ id: 3, priority: 10 }),
    rule({ id: 4, priority: 40, enabled: false }),
  ];
  expect(
    considerRules(rules, queryOf(updatePath()), "mozilla").map(({ rule: { id }, failed, outcome }) => [
      id,
      failed,
      outcome,
    ]),
  ).toEqual([
    [4, null, "disabled"],
    [1, "locale", "does not match"],
    [2, null, "decides"],
    [3, null, "hidden by the deciding rule"],
  ]);
});

const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const someRule = fc
  .record({
    id: fc.integer({ min: 1, max: 1000 }),
    priority: fc.integer({ min: 0, max: 5 }),
    enabled: fc.boolean(),
    product: pick(null, "Heron", "Osprey"),
    channel: pick(null, "release", "rel*", "beta", "release-cck-acme"),
    version: pick(null, "<129.0", "129.*", "129.0,130.0"),
    buildTarget: pick(null, "Linux_x86_64-gcc3", "other"),
    locale: pick(null, "de", "fr,de"),
    osVersion: pick(null, "Linux", "Windows"),
    memory: pick(null, "<8192", ">=8192"),
    distVersion: pick(null, "default", "1"),
    mig64: pick(null, true),
  })
  .map((fields) => rule(fields));
const someRules = fc.uniqueArray(someRule, { selector: ({ id }) => id, maxLength: 100 });
const somePath = fc
  .record({
    channel: pick("release", "beta", "release-cck-acme"),
    version: pick("128.0", "129.0", "x"),
    locale: pick("de", "fr"),
    osVersion: pick("Linux", "Windows", "Darwin", "LinuxWindows"),
  })
  .map((parts) => updatePath(parts));

function ruleByTrace(rules: ReturnType<typeof rule>[], path: string): number | null {
  const considered = considerRules(rules, queryOf(path), "mozilla");
  return considered.find(({ outcome }) => outcome === "decides")?.rule.id ?? null;
}

test("the fast way and the trace find the same rule", () => {
  fc.assert(
    fc.property(someRules, fc.array(somePath, { minLength: 1, maxLength: 8 }), (rules, paths) => {
      const book = compileRules(rules, "Heron", "mozilla");
      for (const path of paths) {
        expect(selectRule(book, queryOf(path))?.id ?? null).toBe(ruleByTrace(rules, path));
      }
    }),
    { numRuns: 500 },
  );
});

test("whatever was forgotten meanwhile, the first rule of which all conditions hold is found", () => {
  const conditionsOf = (rules: ReturnType<typeof rule>[]) =>
    compileRules(rules, "Heron", "mozilla").rules.map(({ conditions }) => conditions);
  fc.assert(
    fc.property(
      someRules,
      fc.array(somePath, { minLength: 20, maxLength: 60 }),
      fc.integer({ min: 1, max: 5 }),
      (rules, paths, most) => {
        const conditions = conditionsOf(rules);
        const index = indexRules(conditions, most);
        for (const query of paths.map((path) => queryOf(path))) {
          const first = conditions.findIndex((all) => all.every(({ matches }) => matches(query)));
          expect(index.first(query)).toBe(first);
        }
      },
    ),
    { numRuns: 300 },
  );
});
