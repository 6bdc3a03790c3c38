import { describe, expect, test } from "vitest";

import type { Role } from "@/lib/access/role";
import { keyOf, type RowChange, type Stored } from "@/lib/changes/row";
import { channelSchema, shutOffSchema } from "@/lib/configuration/configuration";
import { rule } from "@/lib/testing/configurations";

import { defaultPolicies } from "./defaults";
import type { GuardContext } from "./guarded";
import type { Policy } from "./policy";
import { combineRequirements, missingFrom, requirementsOf, roleToSignIn } from "./requirements";
import { shortageOf } from "./satisfiable";

const everywhere: Policy = {
  subject: "clients",
  product: "*",
  channel: "*",
  drivers: 0,
  managers: 0,
  admins: 1,
  restoring: { drivers: 1, managers: 0, admins: 0 },
  comment: null,
};

function context(overrides: Partial<GuardContext> = {}): GuardContext {
  return { policies: defaultPolicies("Heron"), rules: [], pins: [], bundles: [], shutOffs: [], ...overrides };
}

function change(entity: RowChange["entity"], before: object | null, after: object | null): RowChange {
  const stored = (row: object | null) => row && ({ rowVersion: 1, ...row } as Stored);
  const key = keyOf(entity, (after ?? before) as never);
  return { entity, key, origin: "", before: stored(before), after: stored(after) } as RowChange;
}

function told(changes: RowChange[], given: GuardContext = context(), restores = false): string[] {
  return requirementsOf(changes, given, { restores }).map(
    ({ role, product, count }) => `${count} ${role} ${product ?? "*"}`,
  );
}

const both = ["1 driver Heron", "1 manager Heron"];

describe("a rule", () => {
  test("counts for what it covered before and covers after", () => {
    const nightly = rule({ channel: "nightly" });
    expect(told([change("rule", nightly, rule({ channel: "beta" }))])).toEqual(["1 driver Heron"]);
    expect(told([change("rule", rule({ channel: "release" }), nightly)])).toEqual(both);
    expect(told([change("rule", null, rule({ channel: null, product: null }))])).toEqual(both);
  });

  test("needs nobody while it is off, or where only its comment or alias changes", () => {
    const off = { channel: "release", enabled: false };
    expect(told([change("rule", rule(off), rule({ ...off, priority: 1 }))])).toEqual([]);
    expect(told([change("rule", rule(off), rule({ channel: "release" }))])).toEqual(both);
    const on = rule({ channel: "release" });
    expect(told([change("rule", on, { ...on, comment: "why", alias: "heron" })])).toEqual([]);
  });
});

test("a build counts as the rules, fallbacks, pins and bundles that lead to its release", () => {
  const touched = [change("build", null, { release: "A", buildTarget: "Linux", locale: "de" })];
  const mapped = { product: "Heron", channel: "release", mapping: "X", fallbackMapping: null };
  expect(told(touched, context())).toEqual([]);
  expect(told(touched, context({ rules: [{ ...mapped, mapping: "A" }] }))).toEqual(both);
  expect(told(touched, context({ rules: [{ ...mapped, fallbackMapping: "A" }] }))).toEqual(both);
  expect(told(touched, context({ pins: [{ product: "Heron", channel: "beta", mapping: "A" }] }))).toEqual([
    "1 driver Heron",
  ]);
  const bundles = [{ name: "X", releases: ["A", "B"] }];
  expect(told(touched, context({ rules: [mapped], bundles }))).toEqual(both);
});

test("what a channel wants verified is given up by those only who sign for it", () => {
  const row = (fields: object = {}) =>
    channelSchema.parse({ product: "Heron", name: "release", verifyBeforeEnact: "files", ...fields });
  const off = row({ verifyBeforeEnact: "off" });
  expect(told([change("channel", row(), off)])).toEqual(both);
  expect(told([change("channel", row(), row({ verifiedWithinDays: 8 }))])).toEqual(both);
  expect(told([change("channel", row(), null)])).toEqual(both);
  expect(told([change("channel", row(), row({ verifiedWithinDays: 1 }))])).toEqual([]);
  expect(told([change("channel", off, row()), change("channel", null, row())])).toEqual([]);
});

test("throttles count for all channels of their product, and the global one for everything", () => {
  const product = { name: "Heron", comment: null, throttle: 100, versionOrder: "mozilla" };
  expect(told([change("product", product, { ...product, throttle: 50 })])).toEqual(both);
  expect(told([change("product", product, { ...product, comment: "!" })])).toEqual([]);
  const settings = { throttle: 100, forceHosts: [], publicRead: false };
  expect(told([change("settings", settings, { ...settings, throttle: 1 })])).toEqual(both);
});

test("shutting off is free, and so is leaving everybody shut off who was", () => {
  const off = (fields: object) => shutOffSchema.parse({ product: "Heron", channel: "release", ...fields });
  const row = (fields: object = {}) => ({ rowVersion: 1, ...off(fields) });
  expect(told([change("shutOff", null, off({}))])).toEqual([]);
  expect(told([change("shutOff", off({}), null)], context({ shutOffs: [row()] }))).toEqual(both);
  const wider = context({ shutOffs: [row(), row({ channel: "*" })] });
  expect(told([change("shutOff", off({}), null)], wider)).toEqual([]);
  const narrower = [change("shutOff", off({}), null), change("shutOff", null, off({ locale: "de" }))];
  expect(told(narrower, context({ shutOffs: [row()] }))).toEqual(both);
});

test("policies are taken together, the most of each role, and going back may need fewer", () => {
  const given = context({ policies: [...defaultPolicies("Heron"), everywhere] });
  const push = [change("rule", null, rule({ channel: "beta" }))];
  expect(told(push, given)).toEqual(["1 driver Heron", "1 admin Heron"]);
  expect(told(push, given, true)).toEqual(["1 driver Heron"]);
  expect(
    combineRequirements([
      { role: "driver", product: "Heron", count: 1, because: ["a"] },
      { role: "driver", product: "Heron", count: 2, because: ["b"] },
    ]),
  ).toEqual([{ role: "driver", product: "Heron", count: 2, because: ["a", "b"] }]);
});

test("a policy's own change needs what it demands today", () => {
  const [, release] = defaultPolicies("Heron");
  expect(told([change("policy", release!, { ...release, managers: 0 })])).toEqual(both);
  expect(told([change("policy", release!, { ...release, comment: "new" })])).toEqual([]);
});

test("a sign-off counts once, in its role, where its giver holds it", () => {
  const wanted = requirementsOf([change("rule", null, rule({ channel: "release" }))], context(), {
    restores: false,
  });
  const signed = (email: string, role: "driver" | "manager", held: Role, product = "*") => ({
    email,
    role,
    grants: [{ role: held, product }],
  });
  expect(missingFrom(wanted, [signed("a", "driver", "manager")]).map(({ role }) => role)).toEqual([
    "manager",
  ]);
  expect(missingFrom(wanted, [signed("a", "driver", "driver"), signed("b", "manager", "admin")])).toEqual([]);
  expect(missingFrom(wanted, [signed("a", "driver", "driver", "Osprey")])).toHaveLength(2);
  expect(roleToSignIn(wanted, [{ role: "admin", product: "*" }])).toBe("driver");
  expect(roleToSignIn(wanted, [{ role: "viewer", product: "*" }])).toBeNull();
});

test("a policy for which there are too few different people is told as such", () => {
  const [, release] = defaultPolicies("Heron");
  const person = (role: Role, product = "*") => ({ disabled: false, grants: [{ role, product }] });
  const shortage = (...people: ReturnType<typeof person>[]) =>
    shortageOf(release!, [], { people, products: ["Heron"] })?.role ?? null;
  expect(shortage(person("manager"))).toBe("driver");
  expect(shortage(person("driver"), person("driver"))).toBe("manager");
  expect(shortage(person("driver"), person("manager", "Osprey"))).toBe("manager");
  expect(shortage(person("driver"), { ...person("manager"), disabled: true })).toBe("manager");
  expect(shortage(person("driver"), person("admin", "Heron"))).toBeNull();
});
