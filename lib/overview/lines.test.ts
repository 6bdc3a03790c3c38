import { expect, test } from "vitest";

import { demoConfiguration } from "@/lib/demo/configuration";

import { exampleUrl } from "./example";
import { orderReleases, previousRelease } from "./lines";

const { releases, rules } = demoConfiguration();
const ordered = orderReleases(releases, () => "mozilla");
const named = (name: string) => ordered.find((release) => release.name === name)!;

test("orders by product, there the newest version first, and equal versions by build ID", () => {
  const betas = ordered.map(({ name }) => name).filter((name) => name.startsWith("Heron-99"));
  expect(betas).toEqual(["b6", "b5", "b4", "b3", "b2", "b1"].map((beta) => `Heron-99.0${beta}-build1`));
  const products = ordered.map(({ product }) => product);
  expect([...products].sort()).toEqual(products);
});

test.each([
  ["Heron-98.0.1-build1", "Heron-98.0-build2"],
  ["Heron-91.7.0esr-build1", "Heron-91.6.0esr-build2"],
  ["Heron-99.0b1-build1", "Heron-98.0.1-build1"],
  ["Heron-3.6.28-build1", null],
  ["HeronVPN-2.23.0", null],
])("%s follows %s", (name, previous) => {
  expect(previousRelease(named(name), ordered)?.name ?? null).toBe(previous);
});

test("the example is a client of a throttled roll-out, one step behind", () => {
  const withIds = rules.map((rule) => ({ ...rule, id: rule.id ?? 0, rowVersion: 1 }));
  expect(exampleUrl(withIds, ordered)).toContain("/update/6/Heron/97.0.1/20261020130455/");
});

test("there is no example where nothing is served", () => {
  expect(exampleUrl([], ordered)).toBeNull();
});
