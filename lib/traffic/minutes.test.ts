import { expect, test } from "vitest";

import type { Counted } from "./counter";
import { minute, Minutes } from "./minutes";

const counted: Counted = {
  product: "Heron",
  channel: "release-cck-partner",
  version: "1.0",
  buildID: "1",
  buildTarget: "Linux",
  locale: "de",
  osVersion: "",
  rule: "7",
  release: "Heron-2.0",
  isServed: true,
  rate: 25,
  isOutside: false,
  count: 4,
};

test("a minute adds up what was counted in it, partners with the channel that they fall back to", () => {
  const minutes = new Minutes();
  minutes.add(counted, 5);
  minutes.add(
    { ...counted, version: "1.1", isServed: false, release: null, isOutside: true, count: 1 },
    20_000,
  );
  minutes.addOthers(3, 20_000);
  expect(minutes.unwritten()).toEqual([
    {
      at: new Date(0),
      product: "Heron",
      channel: "release",
      requests: 5,
      served: 4,
      counts: {
        all: [5, 4, 5, 1, 125],
        version: { "1.0": [4, 4, 4, 0, 100], "1.1": [1, 0, 1, 1, 25] },
        buildID: { 1: [5, 4, 5, 1, 125] },
        buildTarget: { Linux: [5, 4, 5, 1, 125] },
        locale: { de: [5, 4, 5, 1, 125] },
        os: { none: [5, 4, 5, 1, 125] },
        rule: { 7: [5, 4, 5, 1, 125] },
        release: { "Heron-2.0": [4, 4, 4, 0, 100], none: [1, 0, 1, 1, 25] },
      },
    },
    { at: new Date(0), product: "other", channel: "other", requests: 3, served: 0, counts: { all: [3] } },
  ]);
});

test("a minute is written again as a whole when something is added, and forgotten when it is over", () => {
  const minutes = new Minutes();
  minutes.add(counted, 0);
  minutes.written(minutes.unwritten(), 0);
  expect(minutes.unwritten()).toEqual([]);
  minutes.add(counted, 30_000);
  expect(minutes.unwritten()).toMatchObject([{ requests: 8 }]);
  minutes.add(counted, minute);
  const rows = minutes.unwritten();
  expect(rows.map(({ requests }) => requests)).toEqual([8, 4]);
  minutes.written(rows, minute);
  minutes.add(counted, minute);
  expect(minutes.unwritten()).toMatchObject([{ at: new Date(minute), requests: 8 }]);
});

test("what can't be written is kept for an hour", () => {
  const minutes = new Minutes();
  for (let n = 0; n < 100; n++) minutes.add(counted, n * minute);
  const kept = minutes.unwritten();
  expect(kept).toHaveLength(60);
  expect(kept[0]!.at).toEqual(new Date(40 * minute));
});
