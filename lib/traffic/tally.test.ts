import fc from "fast-check";
import { expect, test } from "vitest";

import { Tally } from "./tally";

const number = fc.integer({ min: 0, max: 3 }).map((n) => n * 0x10001);
const combination = fc.tuple(number, number, number, number);

test("every combination is counted by itself, as often as it comes", () => {
  fc.assert(
    fc.property(fc.array(combination, { maxLength: 200 }), (given) => {
      const tally = new Tally(256);
      const expected = new Map<string, number>();
      for (const one of given) {
        expect(tally.add(one, 1)).toBe(true);
        expected.set(one.join(), (expected.get(one.join()) ?? 0) + 1);
      }
      const counted = Array.from({ length: tally.size }, (_, row) => {
        const parts = ([0, 1, 2, 3] as const).map((index) => tally.part(row, index));
        return [parts.join(), tally.count(row)] as const;
      });
      expect(new Map(counted)).toEqual(expected);
      expect(counted).toHaveLength(expected.size);
    }),
  );
});

test("what is new when it is full is refused, what is known is still counted", () => {
  const tally = new Tally(4);
  for (let n = 0; n < 4; n++) expect(tally.add([n, 0, 0, 0], 1)).toBe(true);
  expect(tally.add([4, 0, 0, 0], 1)).toBe(false);
  expect(tally.add([2, 0, 0, 0], 1)).toBe(true);
  expect(tally.count(2)).toBe(2);
  expect(tally.isFull).toBe(true);
});

test("what was taken is not told again", () => {
  const tally = new Tally(4);
  tally.add([1, 2, 3, 4], 1);
  tally.add([1, 2, 3, 4], 1);
  expect(tally.take(0)).toBe(2);
  tally.add([1, 2, 3, 4], 1);
  expect(tally.take(0)).toBe(1);
  expect(tally.take(0)).toBe(0);
  expect(tally.count(0)).toBe(3);
});
