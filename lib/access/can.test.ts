import { expect, test } from "vitest";

import { authorize, can } from "./can";
import { system, type Automation, type Grant, type Person } from "./role";

function person(...grants: Grant[]): Person {
  return { kind: "person", id: "1", email: "anna@example.com", name: "Anna", grants };
}

function token(overrides: Partial<Automation>): Automation {
  return { kind: "token", id: "1", name: "bot", scope: "push", products: [], channel: "*", ...overrides };
}

test.each([
  ["viewer", "read", true],
  ["viewer", "push", false],
  ["driver", "push", true],
  ["driver", "submit", true],
  ["driver", "administer", false],
  ["manager", "edit", true],
  ["manager", "administer", false],
  ["admin", "administer", true],
] as const)("a %s of Firefox may %s it: %s", (role, action, allowed) => {
  expect(can(person({ role, product: "Firefox" }), action, { product: "Firefox" })).toBe(allowed);
});

test("a role for one product says nothing of another, nor of all products", () => {
  const driver = person({ role: "driver", product: "Firefox" });

  expect(can(driver, "push", { product: "Thunderbird" })).toBe(false);
  expect(can(driver, "push", { product: null })).toBe(false);
});

test("a role for all products covers each and all", () => {
  const driver = person({ role: "driver", product: "*" });

  expect(can(driver, "push", { product: "Thunderbird" })).toBe(true);
  expect(can(driver, "push", { product: null })).toBe(true);
});

test("a person without a role may not even look", () => {
  expect(can(person(), "read", { product: "Firefox" })).toBe(false);
});

test.each([
  ["beta", "beta", true],
  ["beta", "beta*", false],
  ["beta", null, false],
  ["beta*", "beta-cck-partner", true],
  ["beta*", "be*", false],
  ["release*", "beta", false],
  ["*", null, true],
] as const)("a token for %s may push to %s: %s", (pattern, channel, allowed) => {
  expect(can(token({ channel: pattern }), "push", { product: "Firefox", channel })).toBe(allowed);
});

test("a token does only what its scope says", () => {
  expect(can(token({ scope: "read" }), "submit", { product: "Firefox" })).toBe(false);
  expect(can(token({ scope: "submit" }), "push", { product: "Firefox" })).toBe(false);
  expect(can(token({ scope: "push" }), "administer", { product: "Firefox" })).toBe(false);
  expect(can(token({ scope: "admin" }), "administer", { product: null })).toBe(true);
});

test("a token for named products reaches no other, nor all", () => {
  const bot = token({ products: ["Firefox"], scope: "admin" });

  expect(can(bot, "submit", { product: "Firefox" })).toBe(true);
  expect(can(bot, "submit", { product: "Thunderbird" })).toBe(false);
  expect(can(bot, "submit", { product: null })).toBe(false);
});

test("a refusal names who, what and where", () => {
  expect(() => {
    authorize(token({ scope: "read" }), "push", { product: "Firefox", channel: null });
  }).toThrow("token bot may not push Firefox on every channel");
});

test("the program itself may do everything", () => {
  expect(can(system("demo"), "administer", { product: null })).toBe(true);
});
