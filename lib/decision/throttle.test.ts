import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { dice, rateKey, stickyRoll } from "./throttle";

const roll = stickyRoll("a secret of this installation");
const addresses = Array.from({ length: 20_000 }, (_, i) => `2001:db8::${i.toString(16)}`);

describe("a sticky roll", () => {
  test("is the same for the same client and key, and depends on the secret", () => {
    expect(roll("192.0.2.1", "rule 1 Heron-130.0")).toBe(roll("192.0.2.1", "rule 1 Heron-130.0"));
    const other = stickyRoll("another secret");
    expect(addresses.slice(0, 50).some((address) => roll(address, "k") !== other(address, "k"))).toBe(true);
  });

  test("never takes the update from a client when the rate is raised", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 100 }),
        (address, a, b) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b)];
          const fallen = roll(address, rateKey({ id: 7, mapping: "Heron-130.0" }));
          expect(fallen).toBeGreaterThanOrEqual(0);
          expect(fallen).toBeLessThan(100);
          if (fallen < low) expect(fallen).toBeLessThan(high);
        },
      ),
    );
  });

  test.each([1, 5, 25, 30, 60, 99])(
    "serves %i %% of the clients at that rate, within the 99.9 %% bounds",
    (rate) => {
      const served = addresses.filter((address) => roll(address, "rule 1 Heron-130.0") < rate).length;
      const share = rate / 100;
      const bound = 3.29 * Math.sqrt(addresses.length * share * (1 - share));
      expect(Math.abs(served - addresses.length * share)).toBeLessThan(bound);
    },
  );

  test("for one release has nothing to do with that for another", () => {
    const inFirst = addresses.filter(
      (address) => roll(address, rateKey({ id: 1, mapping: "Heron-130.0" })) < 50,
    );
    const inBoth = inFirst.filter(
      (address) => roll(address, rateKey({ id: 1, mapping: "Heron-131.0" })) < 50,
    );
    expect(Math.abs(inBoth.length / inFirst.length - 0.5)).toBeLessThan(0.03);
  });
});

test("dice show whole numbers from 0 to 99", () => {
  expect(dice(() => 0)("", "")).toBe(0);
  expect(dice(() => 0.9999999)("", "")).toBe(99);
});
