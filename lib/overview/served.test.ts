import { expect, test } from "vitest";

import { compileSnapshot } from "@/lib/decision/snapshot";
import { demoConfiguration } from "@/lib/demo/configuration";

import { servedNow } from "./served";

const { settings, products, rules, releases, pins, allowedDomains, shutOffs } = demoConfiguration();
const snapshot = compileSnapshot({
  revision: 1,
  settings,
  products,
  releases,
  pins,
  allowedDomains,
  shutOffs,
  rules: rules.map((rule, index) => ({ ...rule, id: rule.id ?? index + 1000, rowVersion: 1 })),
});

test.each([
  ["Heron", "release", "Heron-98.0-build2"],
  ["Heron", "releasetest", "Heron-98.0.1-build1"],
  ["Heron", "esr", "Heron-91.7.0esr-build1"],
  ["Heron", "beta", "Heron-99.0b5-build1"],
  ["Heron", "betatest", "Heron-99.0b6-build1"],
  ["Heron", "nightly", "Heron-central-nightly-20261122093847"],
  ["Osprey", "release", "Osprey-91.7.0-build1"],
  ["HeronGMP", "release", "HeronGMP-98"],
  ["HeronSystemAddons", "release", "HeronSystemAddons-98-hotfix"],
  ["HeronVPN", "release", "HeronVPN-2.22.0"],
  ["HeronVPN", "beta", "HeronVPN-2.23.0"],
])("%s %s is served %s", (product, channel, name) => {
  expect(servedNow(snapshot, product, channel).release?.name).toBe(name);
});

test("names the deciding rule, its rate and what the others get", () => {
  expect(servedNow(snapshot, "Heron", "release")).toMatchObject({
    rule: { alias: "release", backgroundRate: 25 },
    fallback: { name: "Heron-97.0.1-build1", version: "97.0.1" },
    off: null,
  });
});

test("says why updates are off, and what will be served again", () => {
  expect(servedNow(snapshot, "Osprey", "beta")).toMatchObject({
    off: expect.stringContaining("message filters") as string,
    release: { name: "Osprey-99.0b2-build1" },
  });
});

test("finds nothing where no rule leads anywhere", () => {
  expect(servedNow(snapshot, "Nobody", "release")).toMatchObject({ rule: null, release: null });
});

test("counts the other rules that have a say", () => {
  expect(servedNow(snapshot, "Heron", "beta").otherRules).toBe(0);
  expect(servedNow(snapshot, "Heron", "release").otherRules).toBeGreaterThan(5);
});
