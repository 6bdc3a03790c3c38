import { describe, expect, test } from "vitest";

import { Refusal } from "@/lib/errors";
import type { Rule } from "@/lib/rules/rule";
import { rule } from "@/lib/testing/configurations";

import { changedSince, differingRules } from "./differing-rules";
import { mirrorChannel, type MirrorOptions } from "./mirror";
import { operationsOf, rulesAfter } from "./plan";

const channels = { product: "Heron", from: "releasetest", to: "release" };
const tested = rule({ id: 1, channel: "releasetest*", mapping: "Heron-98" });
const main = rule({ id: 2, channel: "release", mapping: "Heron-97" });
const hold = { locale: "cy", priority: 300, mapping: "Heron-97" };

const mirror = (rules: readonly Rule[], options: MirrorOptions = {}) =>
  mirrorChannel({ rules, releases: {} }, channels, options);

function refusal(rules: readonly Rule[], options?: MirrorOptions): string[] {
  try {
    mirror(rules, options);
  } catch (error) {
    if (error instanceof Refusal) return error.errors.map(({ pointer }) => pointer);
    throw error;
  }
  return [];
}

describe("a promotion", () => {
  test("gives the target's rule what the tested one says", () => {
    expect(operationsOf(mirror([tested, main]))).toEqual([
      { entity: "rule", action: "update", key: { id: 2 }, rowVersion: 1, fields: { mapping: "Heron-98" } },
    ]);
  });

  test("makes the rules that the target has not, where they stand", () => {
    const own = rule({ id: 3, channel: "releasetest", alias: "cy-test", ...hold });
    const after = rulesAfter([tested, main, own], mirror([tested, main, own]));
    expect(after).toContainEqual(
      expect.objectContaining({ channel: "release", alias: null, ...hold }) as Rule,
    );
    expect(differingRules(after, channels, {})).toEqual([]);
  });

  test("with a rate leaves the others with what they get now", () => {
    expect(operationsOf(mirror([tested, main], { rate: 25 }))).toMatchObject([
      { fields: { mapping: "Heron-98", backgroundRate: 25, fallbackMapping: "Heron-97" } },
    ]);
  });

  test("of nothing new changes nothing, whatever the rate", () => {
    expect(operationsOf(mirror([tested, { ...main, mapping: "Heron-98" }], { rate: 25 }))).toEqual([]);
  });

  test("leaves rules for both channels and those that are off alone", () => {
    const both = rule({ id: 4, channel: null, product: null, priority: 1, mapping: null });
    const off = rule({ id: 5, channel: "release", enabled: false, ...hold });
    expect(operationsOf(mirror([tested, main, both, off]))).toHaveLength(1);
  });

  test("asks what becomes of rules that only the target has", () => {
    const own = rule({ id: 3, channel: "release", ...hold });
    expect(refusal([tested, main, own])).toEqual(["/others"]);
    expect(operationsOf(mirror([tested, main, own], { others: "keep" }))).toHaveLength(1);
    expect(operationsOf(mirror([tested, main, own], { others: "switch-off" }))).toMatchObject([
      { key: { id: 2 } },
      { key: { id: 3 }, fields: { enabled: false } },
    ]);
  });

  test("does not touch a rule that is for other channels as well", () => {
    const esr = { ...channels, from: "esrtest", to: "esr" };
    const rules = [
      rule({ id: 1, channel: "esrtest" }),
      rule({ id: 2, channel: "esr", product: null, mapping: "X" }),
    ];
    const plan = () => mirrorChannel({ rules, releases: {} }, esr, {});
    expect(plan).toThrow("is not for Heron on esr alone");
  });

  test("needs a tested rule", () => {
    expect(refusal([main])).toEqual(["/from"]);
  });
});

test("betas of one version are called by their own names", () => {
  const [edit] = mirrorChannel(
    {
      rules: [tested, main],
      releases: {
        "Heron-97": { product: "Heron", kind: "application", version: "99.0" },
        "Heron-98": { product: "Heron", kind: "application", version: "99.0" },
      },
    },
    channels,
    {},
  ).edits;
  expect(edit?.after).toBe("Offer Heron-98 to Heron on release.");
});

test("rules of two channels differ by what they give the same clients", () => {
  const own = rule({ id: 3, channel: "release", ...hold });
  expect(differingRules([tested, main, own], channels, {})).toMatchObject([
    { clients: "all others", from: { mapping: "Heron-98" }, to: { mapping: "Heron-97" } },
    { clients: "Locale cy", from: null, to: { id: 3 } },
  ]);
});

test("what was tested has changed when a rule of the channel is new, gone or says something else", () => {
  const own = rule({ id: 3, channel: "releasetest", ...hold });
  expect(changedSince([tested, main], [tested, { ...main, mapping: "X" }], channels)).toEqual([]);
  expect(changedSince([tested], [{ ...tested, backgroundRate: 50 }], channels)).toEqual(["rule 1"]);
  expect(changedSince([tested, own], [tested], channels)).toEqual(["rule 3"]);
  expect(changedSince([tested], [tested, own], channels)).toEqual(["rule 3"]);
});
