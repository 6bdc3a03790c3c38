import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { product, rule } from "@/lib/testing/configurations";
import type { UpdateQuery } from "@/lib/protocol/request";
import { queryOf } from "@/lib/testing/configurations";
import { compileRules, selectRule } from "@/lib/rules/compile";
import type { Rule } from "@/lib/rules/rule";

import { isWider, standings } from "./standing";

const products = [product(), product({ name: "Guardian", versionOrder: "loose" })];
type Fields = Parameters<typeof rule>[0];
const standing = (...rules: Fields[]) =>
  standings(
    rules.map((fields, index) => rule({ id: index + 1, priority: 100 - index, ...fields })),
    products,
  ).at(-1);

describe("a rule never matches", () => {
  test.each<[Fields]>([
    [{ buildTarget: "Linux_x86_64-gcc3", headerArchitecture: "PPC" }],
    [{ product: "Osprey" }],
    [{ locale: "de/fr" }],
    [{ locale: "ä" }],
    [{ version: "60.0,128.0esr" }],
  ])("%j", (fields) => {
    expect(standing(fields)?.neverMatches).toBe(true);
  });

  test.each<[Fields]>([
    [{ version: "<0.0" }],
    [{ memory: "<0" }],
    [{ buildTarget: "Darwin_x86", headerArchitecture: "PPC" }],
    [{ distribution: "" }],
    [{ product: null }],
    [{ product: "Guardian", version: "2.0beta" }],
  ])("but %j may", (fields) => {
    expect(standing(fields)?.neverMatches).toBe(false);
  });
});

describe("a rule is shadowed", () => {
  const shadows = (...rules: Fields[]) => standing(...rules)?.shadowedBy?.map(({ id }) => id) ?? null;

  test("by one that matches more, and not by others that it meets", () => {
    expect(shadows({ locale: "de" }, { channel: "rel*" }, { channel: "release" })).toEqual([2]);
  });

  test("by several that only take it together", () => {
    expect(
      shadows({ version: "<100.0" }, { locale: "fr" }, { version: ">=100.0" }, { version: "60.*,>=100.0" }),
    ).toEqual([1, 3]);
  });

  test("not by all versions where clients may have one that cannot be read", () => {
    expect(shadows({ version: "<100.0" }, { version: ">=100.0" }, {})).toBeNull();
  });

  test("in every product, where it is for all of them", () => {
    expect(shadows({ product: "Heron" }, { product: "Guardian" }, { product: null })).toBeNull();
    expect(shadows({ product: null }, { product: null, locale: "de" })).toEqual([1]);
  });
});

test("a rule gets wider when it matches a client that it did not match", () => {
  const before = rule({ version: "<60.0", channel: "release" });
  expect(isWider(before, rule({ version: "<60.0", channel: "rel*" }), "mozilla")).toBe(true);
  expect(isWider(before, rule({ version: "<60.0.0,58.*", channel: "release" }), "mozilla")).toBe(false);
  expect(isWider(before, rule({ version: "<60.0", channel: "release-cck-acme" }), "mozilla")).toBe(false);
});

// What clients can say, richer than what the rules name; the first is what they say where it does not matter.
const said = {
  channel: ["z", "release", "beta", "releasetest", "release-cck-acme", "release-cck-b", "relay"],
  version: [
    "x",
    "3.6",
    "4.0b2",
    "4.0",
    "59.9",
    "60.0a1",
    "60.0a2",
    "60.0",
    "60.0.1",
    "60.1",
    "61.0a1",
    "61.0",
  ],
  buildID: ["1", "0", "10", "12", "15", "20", "20x", "9", "91"],
  buildTarget: ["r", "p", "q", "Darwin_x", "Darwin_y", "Darwin_x PPC", "Darwin_y PPC"],
  locale: ["cy", "de", "fr"],
  osVersion: ["BeOS", "Windows_NT 6.1", "Windows_NT 10", "Linux GTK 3", "Linux"],
  memory: ["3000", "1000", "2048", "x"],
};
type Field = keyof typeof said;
const fields = Object.keys(said) as Field[];

/** Every client that differs from the others in these fields. */
function everyClient(varied: readonly Field[]): UpdateQuery[] {
  let clients: Record<string, string>[] = [{}];
  for (const field of fields) {
    const values = varied.includes(field) ? said[field] : said[field].slice(0, 1);
    clients = clients.flatMap((client) => values.map((value) => ({ ...client, [field]: value })));
  }
  return clients.map(({ channel, version, buildID, buildTarget = "", locale, osVersion, memory }) => {
    const [target = "", architecture] = buildTarget.split(" ");
    const path = `/update/6/Heron/${version}/${buildID}/${target}/${locale}/${channel}/${osVersion}/ISET:SSE2,MEM:${memory}/a/b/update.xml`;
    return queryOf(path, architecture);
  });
}

const open = <Value>(...values: Value[]) =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(...values) });
const conditions = {
  channel: { channel: open("release", "rel*", "release-cck-*", "beta", "release-cck-acme") },
  version: { version: open("<60.0", ">=60.0", "60.*", "60.0.*", "60.0,61.0", "4.0,<4.0", "<=60.0a1") },
  buildID: { buildID: open("<15", ">=15", "10", "<=9", ">9", "<1") },
  buildTarget: { buildTarget: open("p", "q", "Darwin_x"), headerArchitecture: open("PPC", "Intel") },
  locale: { locale: open("de", "de,fr", "fr") },
  osVersion: { osVersion: open("Windows", "Linux", "Windows_NT 6.1,Linux&&GTK", "Windows,Linux") },
  memory: { memory: open("<2048", ">=2048", "2048") },
};

const smallRules = fc.subarray(fields, { minLength: 2, maxLength: 4 }).chain((varied) => {
  const parts = Object.assign({}, ...varied.map((field) => conditions[field])) as Record<
    string,
    fc.Arbitrary<string | null>
  >;
  const some = fc.record({ priority: fc.constantFrom(10, 20, 30), ...parts });
  return fc.record({
    varied: fc.constant(varied),
    rules: fc
      .array(some, { minLength: 2, maxLength: 6 })
      .map((list) => list.map((one, index) => rule({ ...one, id: index + 1 }))),
  });
});

function bruteForce(rules: readonly Rule[], clients: readonly UpdateQuery[]) {
  const matched = new Set<number>();
  const winners = new Set<number>();
  const met = new Set<string>();
  const alone = rules.map((one) => compileRules([one], "Heron", "mozilla"));
  const sorted = [...rules].sort((a, b) => b.priority - a.priority || a.id - b.id);
  const places = sorted.map((one) => rules.indexOf(one));
  for (const query of clients) {
    const matching = places.filter((place) => alone[place] && selectRule(alone[place], query));
    matching.forEach((place, rank) => {
      const { id, priority } = rules[place] ?? rule();
      matched.add(id);
      if (rank === 0) winners.add(id);
      for (const other of matching.slice(0, rank)) {
        if (rules[other]?.priority === priority) met.add(`${rules[other].id} ${id}`);
      }
    });
  }
  return { matched, winners, met };
}

test(
  "what is said of 500 small sets of rules is what asking for every client shows",
  { timeout: 120_000 },
  () => {
    let never = 0;
    fc.assert(
      fc.property(smallRules, ({ varied, rules }) => {
        const { matched, winners, met } = bruteForce(rules, everyClient(varied));
        const found = standings(rules, products);
        never += found.filter(({ shadowedBy }) => shadowedBy !== null).length;
        const ids = (some: typeof found) => some.map((one) => one.rule.id).sort();
        expect(ids(found.filter(({ neverMatches }) => !neverMatches))).toEqual([...matched].sort());
        expect(
          ids(found.filter(({ neverMatches, shadowedBy }) => !neverMatches && shadowedBy === null)),
        ).toEqual([...winners].sort());
        const rivals = found.flatMap((one) => one.rivals.map(({ id }) => `${id} ${one.rule.id}`));
        expect(rivals.sort()).toEqual([...met].sort());
      }),
      { numRuns: 500 },
    );
    expect(never).toBeGreaterThan(50);
  },
);
