import { expect, test } from "vitest";

import type { PathGraph } from "@/lib/analysis/path-graph";

import { drawPaths, stopSize } from "./drawing";

const station = (version: number, starts = 1) => ({
  release: `Heron-${String(version)}`,
  version: `${String(version)}.0`,
  starts,
  visits: starts,
});
const way = (from: number, to: number, count = 1) => ({
  from: `Heron-${String(from)}`,
  to: `Heron-${String(to)}`,
  branch: "mapping" as const,
  count,
  isDowngrade: to < from,
});
const end = (kind: PathGraph["ends"][number]["kind"], version: number, loop: readonly string[] = []) => ({
  kind,
  branch: "mapping" as const,
  release: `Heron-${String(version)}`,
  version: `${String(version)}.0`,
  reason: "",
  rule: null,
  count: 1,
  from: [],
  buildTargets: [],
  locales: [],
  osVersions: [],
  loop,
  example: "",
});

function draw(given: Partial<PathGraph>) {
  const graph = { stations: [], edges: [], ends: [], newest: null, starts: 1, isComplete: true, ...given };
  return drawPaths({ product: "Heron", channel: "release", ...graph });
}

test("releases from which all go the same way are one stop, and their clients are added up", () => {
  const { stops, ways } = draw({
    stations: [station(110), station(100), station(90), station(80)],
    edges: [way(80, 100, 3), way(90, 100, 4), way(100, 110, 7)],
    ends: [end("newest", 110)],
  });
  expect(stops.map(({ id, stations }) => [id, stations.length])).toEqual([
    ["Heron-110", 1],
    ["Heron-100", 1],
    ["Heron-90", 2],
  ]);
  expect(ways).toContainEqual(expect.objectContaining({ from: "Heron-90", to: "Heron-100", count: 7 }));
  expect(stops.map((stop) => stop.end)).toEqual([{ kind: "newest", count: 1 }, null, null]);
});

test("who is stranded is drawn by itself, and ways in a circle are marked", () => {
  const { stops, ways } = draw({
    stations: [station(110), station(100), station(90)],
    edges: [way(100, 110), way(110, 100)],
    ends: [end("dead end", 90), end("loop", 100, ["Heron-100", "Heron-110"])],
  });
  expect(stops.find(({ id }) => id === "Heron-90")?.end?.kind).toBe("dead end");
  expect(stops.filter((stop) => stop.end?.kind === "loop")).toHaveLength(2);
  expect(ways.every(({ isLoop }) => isLoop)).toBe(true);
});

test("no two stops lie on each other", () => {
  const versions = Array.from({ length: 20 }, (_, i) => i + 1);
  const { stops } = draw({
    stations: versions.map((version) => station(version)).reverse(),
    edges: versions.slice(1).map((version) => way(version - 1, version)),
    ends: [end("newest", 20)],
  });
  const apart = stops.every((a) =>
    stops.every(
      (b) =>
        a === b ||
        Math.abs(a.place.x - b.place.x) >= stopSize.width ||
        Math.abs(a.place.y - b.place.y) >= stopSize.height,
    ),
  );
  expect(apart).toBe(true);
});
