import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { Ledger } from "./ledger";
import { fingerprintOf } from "./recorded";

describe("the ledger", () => {
  test("counts each request, whatever their number and order", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), (keys) => {
        const ledger = new Ledger(1_000);
        const entries = new Map<number, number>();
        for (const key of keys) {
          const noted = ledger.note(fingerprintOf(String(key)))!;
          expect(noted.isNew).toBe(!entries.has(key));
          entries.set(key, noted.entry);
        }
        for (const [key, entry] of entries) {
          expect(ledger.count(entry)).toBe(keys.filter((other) => other === key).length);
        }
      }),
    );
  });

  test("holds a million requests in 32 MiB, and finds each again", () => {
    const ledger = new Ledger(1_000_000);
    const fingerprint = (i: number) => ({ high: i, low: Math.imul(i, 2_654_435_761) >>> 0 });
    for (let i = 0; i < 1_000_000; i++) ledger.note(fingerprint(i));
    expect(ledger.size).toBe(1_000_000);
    expect(ledger.bytes).toBeLessThanOrEqual(32 * 2 ** 20);
    for (let i = 0; i < 1_000_000; i += 997) {
      expect(ledger.note(fingerprint(i))).toEqual({ entry: i, isNew: false });
    }
  });

  test("takes no new request beyond its limit, and goes on counting those it knows", () => {
    const ledger = new Ledger(2);
    const [a, b, c] = ["a", "b", "c"].map(fingerprintOf);
    expect([a, b, c].map((one) => ledger.note(one!)?.entry ?? null)).toEqual([0, 1, null]);
    expect(ledger.note(a!)).toEqual({ entry: 0, isNew: false });
    expect(ledger.size).toBe(2);
  });

  test("knows what an earlier run found, and counts it only once this one meets it", () => {
    const ledger = new Ledger(10);
    ledger.restore(fingerprintOf("a"), 7);
    expect([ledger.outcome(0), ledger.count(0)]).toEqual([7, 0]);
    expect(ledger.note(fingerprintOf("a"))).toEqual({ entry: 0, isNew: false });
    expect(ledger.count(0)).toBe(1);
  });
});
