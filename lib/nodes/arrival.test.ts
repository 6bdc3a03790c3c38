import { expect, test } from "vitest";

import { arrivalInWords, arrivalOf, type Live, type Present } from "./arrival";

const enactedAt = new Date("2026-11-27T14:03:05Z");
const after = (seconds: number) => new Date(enactedAt.getTime() + seconds * 1_000);

function present(node: string, overrides: Partial<Present> = {}): Present {
  return { node, process: "a", firstSeenAt: after(-60), seenAt: after(10), ended: false, ...overrides };
}

function live(node: string, revision: number, seconds: number, overrides: Partial<Live> = {}): Live {
  return { node, process: "a", revision, at: after(seconds), atStart: false, after: 0, ...overrides };
}

function arrival(nodes: readonly Present[], reported: readonly Live[]) {
  return arrivalOf({ revision: 7, enactedAt }, { present: nodes, live: reported, silentAfter: 10_000 });
}

test("a revision is everywhere when the slowest node has it", () => {
  const found = arrival(
    [present("ams-1"), present("fra-1")],
    [live("ams-1", 6, -50), live("ams-1", 7, 2.1), live("fra-1", 7, 0.4)],
  );
  expect(found).toMatchObject({ nodes: 2, live: 2, slowest: { node: "ams-1", took: 2_100 }, missing: [] });
  expect(arrivalInWords(found)).toBe("live on all 2 nodes at 14:03:07 UTC, slowest ams-1 after 2.1 s");
});

test("a node that skipped it has it with the next one", () => {
  expect(arrival([present("ams-1")], [live("ams-1", 9, 3)])).toMatchObject({ everywhereAt: after(3) });
});

test("where a revision is held back, later shut-offs are live and nothing before them", () => {
  const reported = [live("ams-1", 5, -50), live("ams-1", 7, 1, { after: 6 })];
  expect(arrival([present("ams-1")], reported)).toMatchObject({ everywhereAt: after(1) });
  const held = [live("ams-1", 5, -50), live("ams-1", 9, 1, { after: 7 })];
  expect(arrival([present("ams-1")], held)).toMatchObject({ live: 0, missing: ["ams-1"] });
});

test("a node that has not is named", () => {
  const found = arrival([present("ams-1"), present("fra-1")], [live("fra-1", 7, 1), live("ams-1", 6, -9)]);
  expect(found).toMatchObject({ everywhereAt: null, missing: ["ams-1"] });
  expect(arrivalInWords(found)).toBe("live on 1 of 2 nodes, not on ams-1");
});

test("who came later, was gone before, or left meanwhile is not waited for", () => {
  const others = [
    present("late", { firstSeenAt: after(1) }),
    present("gone", { seenAt: after(-11) }),
    present("left", { ended: true }),
  ];
  const reported = [live("ams-1", 7, 1), live("late", 7, 20, { atStart: true })];
  const found = arrival([present("ams-1"), ...others], reported);
  expect(found).toMatchObject({ nodes: 1, live: 1, everywhereAt: after(1) });
  expect(arrivalInWords(found)).toBe("live at 14:03:06 UTC, after 1.0 s");
});

test("without nodes nothing is said", () => {
  expect(arrivalInWords(arrival([], []))).toBe("no node was there to report it");
});
