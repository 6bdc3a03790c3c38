import { expect, test } from "vitest";

import { tokenSchema, userSchema, type Role, type User } from "@/lib/access/role";
import { keyOf, type RowChange, type Stored } from "@/lib/changes/row";
import { policySchema, type Policy } from "@/lib/policies/policy";
import { firefox, told, world } from "@/lib/testing/findings";

import { checkChanges } from "./check";

const person = (name: string, role: Role, product = "*"): User =>
  userSchema.parse({ email: `${name}@example.com`, name, grants: [{ role, product }] });
const policy = (fields: object = {}): Policy =>
  policySchema.parse({
    subject: "clients",
    product: "Firefox",
    channel: "release*",
    drivers: 1,
    managers: 1,
    admins: 0,
    ...fields,
  });
const token = (fields: object) =>
  tokenSchema.parse({ name: "bot", scope: "push", expiresAt: "2030-01-01T00:00:00Z", ...fields });

const driver = person("driver", "driver");
const manager = person("manager", "manager");
const admin = person("admin", "admin");

type Entity = "policy" | "user" | "token";
type Given = { people?: User[]; policies?: Policy[] };

function check(entity: Entity, before: object | null, after: object | null, given: Given = {}): string[] {
  const { people = [driver, manager, admin], policies = [] } = given;
  const stored = (row: object | null) => row && ({ ...row, rowVersion: 1 } as Stored);
  const key = keyOf(entity, (after ?? before) as never);
  const change = { entity, key, origin: "", before: stored(before), after: stored(after) } as RowChange;
  const options = { accept: [], wholeConfiguration: false, now: new Date("2026-01-01T00:00:00Z") };
  return told(checkChanges([change], { ...world(firefox), people, policies }, options));
}

test("a policy that nobody could satisfy is refused, different people counted", () => {
  expect(check("policy", null, policy())).toEqual([]);
  expect(check("policy", null, policy(), { people: [manager] })).toEqual([
    "error unsatisfiable-policy /drivers",
  ]);
  expect(check("policy", null, policy({ managers: 3 }))).toEqual(["error unsatisfiable-policy /managers"]);
  const alike = [policy({ product: "*", channel: "*", admins: 1 })];
  expect(check("policy", null, policy(), { policies: alike })).toEqual([]);
  expect(check("policy", null, policy(), { policies: alike, people: [manager, admin] })).toEqual([
    "error unsatisfiable-policy /drivers",
  ]);
});

test("a policy names a product that there is, and no channel where none matters", () => {
  expect(check("policy", null, policy({ product: "None" }))).toEqual(["error unknown-product /product"]);
  expect(check("policy", null, policy({ subject: "access" }))).toEqual(["error bad-channel /channel"]);
});

test("the last administrator cannot be removed, disabled or demoted", () => {
  const last = "error last-admin /grants";
  expect(check("user", admin, null)).toEqual([last]);
  expect(check("user", admin, { ...admin, disabled: true })).toEqual([last]);
  expect(check("user", admin, { ...admin, grants: [{ role: "admin", product: "Firefox" }] })).toEqual([last]);
  expect(check("user", admin, null, { people: [admin, person("second", "admin")] })).toEqual([]);
  expect(check("user", null, driver, { people: [] })).toEqual([]);
});

test("nobody leaves whom a policy needs, unless it could not be satisfied before either", () => {
  const given = { policies: [policy()], people: [driver, manager, person("boss", "admin", "Vpn")] };
  expect(check("user", manager, null, given)).toEqual(["error unsatisfiable-policy /grants"]);
  expect(check("user", driver, { ...driver, disabled: true }, given)).toEqual([
    "error unsatisfiable-policy /grants",
  ]);
  expect(check("user", driver, null, { policies: [policy()], people: [driver] })).toEqual([]);
});

test("a grant and a token name products that there are", () => {
  expect(check("user", null, person("new", "driver", "None"))).toEqual([
    "error unknown-product /grants/0/product",
  ]);
  expect(check("token", null, token({ products: ["None"] }))).toEqual(["error unknown-product /products/0"]);
});

test("a token expires, in the future, and its channel is one, a prefix, or all", () => {
  expect(check("token", null, token({}))).toEqual([]);
  expect(check("token", null, token({ expiresAt: null }))).toEqual(["error bad-expiry /expiresAt"]);
  expect(check("token", null, token({ expiresAt: "2025-12-31T00:00:00+01:00" }))).toEqual([
    "error bad-expiry /expiresAt",
  ]);
  expect(check("token", token({ expiresAt: null }), token({ expiresAt: null, comment: "old" }))).toEqual([]);
  expect(check("token", null, token({ channel: "re*ease" }))).toEqual(["error bad-channel /channel"]);
});
