import { expect, test } from "vitest";

import { EntryReader, type PlacedEntry } from "./entry-reader";
import { misfits } from "./verify";

const entry = (revision: number, position: number): PlacedEntry => ({
  revision,
  position,
  entity: "rule",
  key: "1",
  product: null,
  channel: null,
  before: "null",
  after: "{}",
});

test("entries come a revision at a time, however they are cut into chunks", async () => {
  const all = [entry(1, 0), entry(1, 1), entry(1, 2), entry(3, 0), entry(4, 0), entry(4, 1)];
  for (const size of [1, 2, 3, 10]) {
    const reader = new EntryReader(0, ({ revision, position }) => {
      const rest = all.filter(
        (one) => one.revision > revision || (one.revision === revision && one.position > position),
      );
      return Promise.resolve(rest.slice(0, size));
    });
    const counts: number[] = [];
    for (const revision of [1, 2, 3, 4, 5]) {
      let found = 0;
      for await (const part of reader.of(revision)) found += part.length;
      counts.push(found);
    }
    expect([counts, reader.count]).toEqual([[3, 0, 1, 2, 0], 6]);
  }
});

test("an entry fits when it goes on from what was and leaves what comes", () => {
  const fit = { position: 0, before: "a", after: "b", earlier: "a", later: "b", hasOwnKey: true };
  expect(
    misfits([
      fit,
      { ...fit, position: 1, earlier: undefined, later: undefined },
      { ...fit, position: 2, earlier: "x" },
      { ...fit, position: 3, later: "x" },
      { ...fit, position: 4, hasOwnKey: false },
    ]),
  ).toEqual([2, 3, 4]);
});
