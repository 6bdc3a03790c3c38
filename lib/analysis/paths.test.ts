import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { SnapshotInput } from "@/lib/decision/snapshot";
import { product, release, rule, snapshot } from "@/lib/testing/configurations";

import { findPaths } from "./paths";
import type { PathGraph } from "./path-graph";

type Place = { buildTarget?: string; locale?: string };
const here: Place = {};

/** @param fileOf the version whose files it really has */
function heron(version: number, places: readonly Place[] = [here], fileOf = version) {
  return release({
    name: `Heron-${version}.0`,
    content: { attributes: { appVersion: `${version}.0` } },
    builds: places.map((place) => ({
      buildTarget: "WINNT_x86_64-msvc",
      locale: "de",
      buildID: String(20_240_000 + version),
      patches: [
        {
          type: "complete" as const,
          from: "*",
          size: 1,
          hashValue: `hash of ${fileOf}`,
          url: "https://download.heron.example/x",
        },
      ],
      ...place,
    })),
  });
}

const to = (version: number, fields: Parameters<typeof rule>[0] = {}) =>
  rule({ mapping: `Heron-${version}.0`, ...fields });

function paths(input: Partial<SnapshotInput>, channel = "release"): PathGraph {
  return findPaths(snapshot({ settings: { throttle: 10, forceHosts: [] }, ...input }), "Heron", channel);
}

const shown = ({ ends }: PathGraph) =>
  ends.map(
    ({ kind, branch, release: at, from, count }) => `${branch}: ${from.join()} ${kind} ${at} ${count}`,
  );

describe("from every version", () => {
  test("the answers are followed to the newest, through the watershed", () => {
    const graph = paths({
      releases: [heron(90), heron(100), heron(110)],
      rules: [to(110), to(100, { id: 2, priority: 200, version: "<100.0" })],
    });
    expect(graph.isComplete).toBe(true);
    expect(shown(graph)).toEqual(["mapping: Heron-100.0,Heron-110.0,Heron-90.0 newest Heron-110.0 3"]);
    expect(graph.edges.map(({ from, to: target, count }) => [from, target, count])).toEqual([
      ["Heron-100.0", "Heron-110.0", 2],
      ["Heron-90.0", "Heron-100.0", 1],
    ]);
    expect(graph.stations.map(({ release: name, starts, visits }) => [name, starts, visits])).toEqual([
      ["Heron-110.0", 1, 3],
      ["Heron-100.0", 1, 2],
      ["Heron-90.0", 1, 1],
    ]);
  });

  test("who gets nothing is a dead end, with why", () => {
    const graph = paths({
      releases: [heron(90), heron(100, [here, { locale: "fr" }])],
      rules: [to(100, { version: ">=95.0" }), to(100, { id: 2, locale: "de" })],
    });
    expect(graph.isComplete).toBe(true);
    const stranded = paths({ releases: [heron(90), heron(100)], rules: [to(100, { version: ">=95.0" })] });
    expect(stranded.isComplete).toBe(false);
    expect(stranded.ends[0]).toMatchObject({
      kind: "dead end",
      release: "Heron-90.0",
      reason: "no rule matches",
      rule: null,
      count: 1,
      example:
        "/update/6/Heron/90.0/20240090/WINNT_x86_64-msvc/de/release/Windows_NT%252010.0/ISET:SSE4_2,MEM:16384,JAWS:0/default/default/update.xml?force=1",
    });
  });

  test("a build target that the newest has no builds for is a dead end", () => {
    const graph = paths({
      releases: [heron(90, [here, { buildTarget: "Darwin_x86" }]), heron(100)],
      rules: [to(100)],
    });
    expect(graph.ends[0]).toMatchObject({
      kind: "dead end",
      buildTargets: ["Darwin_x86"],
      reason: "the release has no build for this build target and locale",
    });
  });

  test("systems that rules tell apart are followed one by one", () => {
    const graph = paths({
      releases: [heron(90), heron(100)],
      rules: [to(100), rule({ id: 2, priority: 200, osVersion: "Windows_NT 6.1", mapping: null })],
    });
    expect(graph.ends[0]).toMatchObject({ kind: "dead end", osVersions: ["Windows_NT 6.1"], count: 1 });
    expect(graph.starts).toBe(4);
  });

  test("whoever is told that their system can run no newer version is no dead end", () => {
    const goodbye = release({
      name: "Heron-bye",
      content: { kind: "desupport", detailsURL: "https://heron.example", displayVersion: "100.0" },
      builds: [],
    });
    const graph = paths({
      releases: [heron(90), heron(100), goodbye],
      rules: [to(100), rule({ id: 2, priority: 200, osVersion: "Windows_NT 6.1", mapping: "Heron-bye" })],
    });
    expect(graph.isComplete).toBe(true);
    expect(graph.ends[0]).toMatchObject({ kind: "desupported", osVersions: ["Windows_NT 6.1"] });
  });

  test("a release with the files of an older one is a loop and a downgrade", () => {
    const graph = paths({ releases: [heron(90), heron(100), heron(101, [here], 90)], rules: [to(101)] });
    expect(graph.ends[0]).toMatchObject({ kind: "loop", release: "Heron-90.0", loop: ["Heron-90.0"] });
    expect(graph.edges.find(({ isDowngrade }) => isDowngrade)).toMatchObject({
      from: "Heron-100.0",
      to: "Heron-90.0",
    });
  });

  test("those outside a rate follow the fallback, and wait where there is none", () => {
    const releases = [heron(90), heron(100), heron(110)];
    const graph = paths({
      releases,
      rules: [to(110, { backgroundRate: 10, fallbackMapping: "Heron-100.0" })],
    });
    expect(shown(graph)).toEqual([
      "fallback: Heron-100.0,Heron-90.0 waits Heron-100.0 2",
      "mapping: Heron-100.0,Heron-110.0,Heron-90.0 newest Heron-110.0 3",
      "fallback: Heron-110.0 newest Heron-110.0 1",
    ]);
    expect(graph.edges).toContainEqual({
      from: "Heron-90.0",
      to: "Heron-100.0",
      branch: "fallback",
      count: 1,
      isDowngrade: false,
    });
  });

  test("other channels' rules do not count", () => {
    const releases = [heron(90), heron(100)];
    const graph = paths({
      releases,
      rules: [to(100, { channel: "beta" }), to(90, { id: 2, channel: "release" })],
    });
    expect(shown(graph)).toEqual([
      "mapping: Heron-100.0 ahead Heron-100.0 1",
      "mapping: Heron-90.0 newest Heron-90.0 1",
    ]);
  });
});

test("every planted dead end and loop is found, and nothing else, in 200 configurations", () => {
  const versions = fc.uniqueArray(fc.integer({ min: 50, max: 99 }), { minLength: 4, maxLength: 10 });
  const planted = fc.record({
    versions: versions.map((list) => [...list].sort((a, b) => a - b)),
    dead: fc.uniqueArray(fc.nat(9), { maxLength: 3 }),
    looping: fc.uniqueArray(fc.nat(9), { maxLength: 3 }),
    watershed: fc.nat(9),
    locales: fc.constantFrom(["de"], ["de", "fr"], ["de", "fr", "cy"]),
  });
  fc.assert(
    fc.property(planted, ({ versions: shipped, dead, looping, watershed, locales }) => {
      const old = shipped.slice(0, -1);
      const newest = shipped.at(-1) ?? 0;
      const at = (places: readonly number[]) => places.flatMap((place) => old[place] ?? []);
      const loops = at(looping);
      const deads = at(dead).filter((version) => !loops.includes(version));
      const places = locales.map((locale) => ({ locale }));
      // Clients of a version are offered "its" fake: a newer release with this very version's files.
      const fakes = loops.map((version) => ({ version, fake: 1000 + version }));
      const station = old[watershed];
      const rules = [
        to(newest, { id: 1, priority: 10 }),
        ...(station === undefined ? [] : [to(station, { id: 2, priority: 20, version: `<${station}.0` })]),
        ...deads.map((version, index) =>
          rule({ id: 10 + index, priority: 100 + index, version: `${version}.0`, mapping: null }),
        ),
        ...fakes.map(({ version, fake }, index) =>
          to(fake, { id: 50 + index, priority: 200 + index, version: `${version}.0` }),
        ),
      ];
      const releases = [
        ...shipped.map((version) => heron(version, places)),
        ...fakes.map(({ version, fake }) => heron(fake, places, version)),
      ];
      const { ends } = paths({ releases, rules });
      const ended = (kind: string) =>
        ends.filter((end) => end.kind === kind && end.branch === "mapping").map((end) => end.version);
      const comesBy = (version: number) => station === undefined || version >= station;
      const starts = new Map(
        shipped.map((version) => [version, comesBy(version) ? version : (station ?? version)]),
      );
      const fate = (start: number): number => {
        if (loops.includes(start) || deads.includes(start)) return start;
        const next = starts.get(start) ?? start;
        return next === start ? newest : fate(next);
      };
      const reached = new Set(shipped.map(fate));
      const expected = (some: readonly number[]) =>
        some.filter((version) => reached.has(version)).map((version) => `${version}.0`);
      expect(ended("loop").sort()).toEqual(expected(loops).sort());
      expect(ended("dead end").sort()).toEqual(expected(deads).sort());
      expect(ended("newest")).toEqual(reached.has(newest) ? [`${newest}.0`] : []);
    }),
    { numRuns: 200 },
  );
});

test("2,000 rules and 100 releases × 100 locales × 8 targets are followed within 5 s", () => {
  const targets = ["WINNT_a", "WINNT_b", "WINNT_c", "Darwin_a", "Darwin_b", "Linux_a", "Linux_b", "Linux_c"];
  const places = targets.flatMap((buildTarget) =>
    Array.from({ length: 100 }, (_, index) => ({ buildTarget, locale: `l${index}` })),
  );
  const releases = Array.from({ length: 100 }, (_, index) => heron(60 + index, places.slice(index % 7)));
  const rules = Array.from({ length: 2000 }, (_, index) =>
    to(60 + (index % 100), {
      id: index + 1,
      priority: index,
      channel: index % 5 === 0 ? "release" : `beta${index % 9}`,
      version: `<${50 + Math.floor(index / 20)}.0`,
      locale: index % 11 === 0 ? `l${index % 100},l${(index * 7) % 100}` : null,
      osVersion: index % 40 === 0 ? "Windows_NT 6.1,Windows_NT 6.2" : null,
    }),
  );
  const input = snapshot({ releases, rules, products: [product()] });
  const start = process.cpuUsage();
  const graph = findPaths(input, "Heron", "release");
  // Of the processor: other programs may want it at the same time.
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(5000);
  expect(graph.starts).toBeGreaterThan(80_000);
});
