import { describe, expect, test } from "vitest";

import { Refusal } from "@/lib/errors";
import type { Rule } from "@/lib/rules/rule";
import type { NamedReleases } from "@/lib/rules/sentence";
import { rule } from "@/lib/testing/configurations";

import { operationsOf, rulesAfter, type Plan } from "./plan";
import { findTemplate } from "./templates";

const application = (version: string, product = "Heron") =>
  ({ product, kind: "application", version }) as const;

const releases: NamedReleases = {
  "Heron-97": application("97.0"),
  "Heron-98": application("98.0"),
  "Heron-72": application("72.0"),
  "Kestrel-5": application("5.0", "Kestrel"),
  "Heron-notice": { product: "Heron", kind: "desupport", version: "98.0" },
};

const onRelease = { product: "Heron", channel: "release" };
const main = rule({ id: 7, priority: 100, ...onRelease, mapping: "Heron-97" });
const older = rule({ id: 8, priority: 200, ...onRelease, version: "<60.0", mapping: "Heron-72" });
const hold = rule({ id: 9, priority: 150, ...onRelease, locale: "cy", mapping: "Heron-97" });

function apply(name: string, given: object, rules: readonly Rule[] = [main]): Plan {
  const template = findTemplate(name);
  if (!template) throw new Error(name);
  return template.plan(given, { rules, releases });
}

function refusal(name: string, given: object, rules?: readonly Rule[]): [string, string][] {
  try {
    apply(name, given, rules);
  } catch (error) {
    if (error instanceof Refusal) return error.errors.map(({ pointer, detail }) => [pointer, detail]);
    throw error;
  }
  return [];
}

describe("a new release", () => {
  test("goes to a quarter of background checks; the others keep what they have", () => {
    const plan = apply("release", { ...onRelease, release: "Heron-98" });
    expect(operationsOf(plan)).toEqual([
      {
        entity: "rule",
        action: "update",
        key: { id: 7 },
        rowVersion: 1,
        fields: { mapping: "Heron-98", backgroundRate: 25, fallbackMapping: "Heron-97" },
      },
    ]);
    expect(plan.sentence).toBe(
      "Offer Heron 98.0 to 25 % of background checks of Heron on release; the others get Heron 97.0.",
    );
  });

  test("pushed again with a higher rate leaves the fallback alone", () => {
    const [before] = rulesAfter([main], apply("release", { ...onRelease, release: "Heron-98" }));
    if (!before) throw new Error("There is a rule");
    const plan = apply("release", { ...onRelease, release: "Heron-98", rate: 50 }, [before]);
    expect(operationsOf(plan)).toMatchObject([{ fields: { backgroundRate: 50 } }]);
  });

  test("makes a rule below the narrower ones where the channel has none", () => {
    const [operation] = operationsOf(apply("release", { ...onRelease, release: "Heron-98" }, [hold]));
    expect(operation).toMatchObject({
      action: "create",
      value: { ...onRelease, priority: 100, mapping: "Heron-98", fallbackMapping: null },
    });
  });

  test("comes before a rule for every channel, whose release the others keep", () => {
    const wide = rule({ id: 3, priority: 50, channel: "rel*", mapping: "Heron-97" });
    const [operation] = operationsOf(apply("release", { ...onRelease, release: "Heron-98" }, [wide]));
    expect(operation).toMatchObject({ value: { priority: 60, fallbackMapping: "Heron-97" } });
  });
});

test("the newest nightly goes to everybody", () => {
  const throttled = { ...main, backgroundRate: 25, fallbackMapping: "Heron-72" };
  expect(operationsOf(apply("nightly", { ...onRelease, release: "Heron-98" }, [throttled]))).toMatchObject([
    { fields: { mapping: "Heron-98", backgroundRate: 100, fallbackMapping: null } },
  ]);
});

describe("a watershed", () => {
  const place = (rules: readonly Rule[]) => {
    const [operation] = operationsOf(apply("watershed", { ...onRelease, release: "Heron-72" }, rules));
    return operation;
  };

  test("is for clients below its release, before all that is not for older clients still", () => {
    expect(place([main, older, hold])).toMatchObject({
      action: "create",
      value: { ...onRelease, version: "<72.0", mapping: "Heron-72", priority: 175 },
    });
  });

  test("stays below notices", () => {
    const notice = rule({ id: 10, priority: 900, ...onRelease, osVersion: "X", mapping: "Heron-notice" });
    expect(place([main, notice])).toMatchObject({ value: { priority: 500 } });
  });

  test("without a free number asks for one", () => {
    const close = { ...older, priority: 101 };
    expect(refusal("watershed", { ...onRelease, release: "Heron-72" }, [main, close])).toMatchObject([
      ["/priority", expect.stringContaining("No priority is free")],
    ]);
  });
});

describe("the end of support", () => {
  const systems = { ...onRelease, osVersion: "Windows_NT 6.1" };

  test("shows a notice to all clients of a system", () => {
    expect(operationsOf(apply("desupport", { ...systems, notice: "Heron-notice" }))).toMatchObject([
      { value: { ...systems, version: null, mapping: "Heron-notice", priority: 300 } },
    ]);
  });

  test("leads them to the last release that runs there first", () => {
    expect(
      operationsOf(apply("desupport", { ...systems, notice: "Heron-notice", last: "Heron-97" })),
    ).toMatchObject([
      { value: { ...systems, version: ">=97.0", mapping: "Heron-notice" } },
      { value: { ...systems, version: "<97.0", mapping: "Heron-97", priority: 110 } },
    ]);
  });

  test("takes nothing but a notice", () => {
    expect(refusal("desupport", { ...systems, notice: "Heron-97" })).toMatchObject([
      ["/notice", expect.stringContaining("is no notice")],
    ]);
  });
});

test("a switch of channel takes rate and watersheds over, and leaves the own rules for special clients", () => {
  const beta = rule({ id: 1, priority: 5, product: "Heron", channel: "beta", mapping: "Heron-97" });
  const plan = apply("switch-channel", { product: "Heron", from: "beta", to: "release" }, [
    { ...main, mapping: "Heron-98", backgroundRate: 25, fallbackMapping: "Heron-97" },
    older,
    beta,
    { ...hold, channel: "beta" },
  ]);
  expect(operationsOf(plan)).toMatchObject([
    { action: "create", value: { channel: "beta", version: "<60.0", mapping: "Heron-72", priority: 200 } },
    {
      action: "update",
      key: { id: 1 },
      fields: { mapping: "Heron-98", fallbackMapping: "Heron-97", backgroundRate: 25 },
    },
  ]);
});

describe("a freeze", () => {
  const nightly = rule({ id: 4, priority: 90, channel: "nightly*", mapping: "Heron-98" });
  const place = { product: "Heron", channel: "nightly*" };

  test("is a rule of its own, so that automation goes on moving the channel's", () => {
    const frozen = rulesAfter([nightly], apply("freeze", { ...place, release: "Heron-97" }, [nightly]));
    expect(frozen).toMatchObject([
      { id: 4, mapping: "Heron-98" },
      { ...place, mapping: "Heron-97", priority: 100, alias: "frozen-Heron-nightly.all" },
    ]);
    const thawed = rulesAfter(frozen, apply("thaw", place, frozen));
    expect(thawed).toEqual([nightly]);
  });

  test("can move to another build", () => {
    const frozen = rulesAfter([nightly], apply("freeze", { ...place, release: "Heron-97" }, [nightly]));
    expect(operationsOf(apply("freeze", { ...place, release: "Heron-72" }, frozen))).toMatchObject([
      { action: "update", fields: { mapping: "Heron-72" } },
    ]);
  });

  test("is no place to push a release to", () => {
    const frozen = rulesAfter([nightly], apply("freeze", { ...place, release: "Heron-97" }, [nightly]));
    expect(refusal("release", { ...place, release: "Heron-98" }, frozen)).toMatchObject([
      ["/channel", expect.stringContaining("thaw the channel")],
    ]);
  });

  test("that is not there can't be thawed", () => {
    expect(refusal("thaw", place, [nightly])).toEqual([["/channel", "Heron is not frozen on nightly*"]]);
  });
});

test.each<[string, object, string, string]>([
  ["release", { ...onRelease }, "/release", "Name the release"],
  ["release", { ...onRelease, release: "Heron-98", rate: 101 }, "/rate", "percentage from 0 to 100"],
  ["release", { ...onRelease, release: "Kestrel-5" }, "/release", "is a release of Kestrel"],
  ["release", { ...onRelease, release: "Heron-98", fallback: "Heron-notice" }, "/fallback", "is a notice"],
  ["freeze", { ...onRelease, release: "Heron-98", rate: 5 }, "", '"Freeze" has no rate'],
])("%s with %j is refused at %j", (name, given, pointer, detail) => {
  expect(refusal(name, given)).toMatchObject([[pointer, expect.stringContaining(detail)]]);
});
