import { expect, test } from "vitest";

import { coverage, summarisePatches } from "./coverage";
import type { Patch } from "./release";

const at = (buildTarget: string, ...locales: string[]) => locales.map((locale) => ({ buildTarget, locale }));

test("marks what was lost and what is new since the previous release", () => {
  const { buildTargets, locales, cells, counts } = coverage(
    [...at("Linux", "de", "fr"), ...at("WINNT", "de")],
    [...at("Linux", "de"), ...at("WINNT", "de", "it")],
  );

  expect([buildTargets, locales]).toEqual([
    ["Linux", "WINNT"],
    ["de", "fr", "it"],
  ]);
  expect(cells).toEqual([
    ["there", "new", "absent"],
    ["there", "absent", "lost"],
  ]);
  expect(counts).toEqual({ there: 2, new: 1, lost: 1, absent: 2 });
});

test("without a previous release nothing is new and nothing is lost", () => {
  expect(coverage([...at("Linux", "de"), ...at("WINNT", "fr")], null).counts).toEqual({
    there: 2,
    new: 0,
    lost: 0,
    absent: 2,
  });
});

test("counts the files of each kind with their sizes, completes first", () => {
  const patch = (type: Patch["type"], from: string, size: number): Patch => ({
    ...{ type, from, size, hashValue: "", hashFunction: null, url: null, attributes: {} },
  });
  const builds = [
    { patches: [patch("partial", "Heron-1", 3), patch("complete", "*", 10)] },
    { patches: [patch("complete", "*", 30)] },
  ];

  expect(summarisePatches(builds)).toEqual([
    { type: "complete", from: "*", files: 2, smallest: 10, largest: 30, total: 40 },
    { type: "partial", from: "Heron-1", files: 1, smallest: 3, largest: 3, total: 3 },
  ]);
});
