import { describe, expect, test } from "vitest";

import type { SnapshotInput } from "@/lib/decision/snapshot";
import { compileSnapshot } from "@/lib/decision/snapshot";
import { build, patch, product, release, rule, snapshot } from "@/lib/testing/configurations";

import { findImpact, type Impact } from "./impact";
import { statesToAsk, type Observed } from "./impact-states";

function heron(version: number, more: Parameters<typeof build>[0] = {}, content: object = {}) {
  return release({
    name: `Heron-${version}.0`,
    content: { attributes: { appVersion: `${version}.0` }, ...content },
    builds: ["de", "fr"].map((locale) => build({ locale, buildID: String(20_240_000 + version), ...more })),
  });
}

const releases = [heron(90), heron(100), heron(110)];
const to = (version: number, fields: Parameters<typeof rule>[0] = {}) =>
  rule({ mapping: `Heron-${version}.0`, channel: "release", ...fields });
const partialFrom90 = { patches: [patch(), patch({ type: "partial", from: "Heron-90.0" })] };

function impact(
  before: Partial<SnapshotInput>,
  after: Partial<SnapshotInput>,
  observed: Observed[] = [],
): Impact {
  const pair = [before, after].map((input) => snapshot({ releases, rules: [to(100)], ...input }));
  const [old = snapshot(), young = snapshot()] = pair;
  return findImpact(old, young, statesToAsk([old, young], { products: ["Heron"], observed }));
}

const shown = ({ groups }: Impact) =>
  groups.map(({ kind, before, after, states }) => `${kind}: ${before} → ${after} (${states})`);

describe("a change", () => {
  test.each<[string, Partial<SnapshotInput>, Partial<SnapshotInput>, string[]]>([
    ["that changes nothing for clients", {}, { rules: [to(100, { priority: 7, id: 9 })] }, []],
    [
      "of a mapping",
      {},
      { rules: [to(110)] },
      [
        "other release: Heron-100.0 → Heron-110.0 (2)",
        "new update: no update: the client is as new → Heron-110.0 (2)",
      ],
    ],
    [
      "to an older release",
      { rules: [to(110)] },
      { rules: [to(90)] },
      [
        "no update any more: Heron-110.0 → no update: the client is as new (2)",
        "no update any more: Heron-110.0 → no update: the client is newer (2)",
      ],
    ],
    [
      "that switches updates off",
      {},
      {
        shutOffs: [
          { product: "Heron", channel: "*", buildTarget: null, version: null, locale: null, reason: "" },
        ],
      },
      ["no update any more: Heron-100.0 → no update: shut off (2)"],
    ],
    [
      "for one locale",
      {},
      { rules: [to(100), rule({ id: 2, priority: 200, locale: "fr", mapping: null, channel: "release" })] },
      ["no update any more: Heron-100.0 → no update: the rule maps to nothing (1)"],
    ],
    [
      "that loses a partial",
      { releases: [heron(90), heron(100, partialFrom90)] },
      { releases: [heron(90), heron(100)] },
      ["partial lost: Heron-100.0 → Heron-100.0 (2)"],
    ],
    [
      "that gains a partial",
      { releases: [heron(90), heron(100)] },
      { releases: [heron(90), heron(100, partialFrom90)] },
      ["partial gained: Heron-100.0 → Heron-100.0 (2)"],
    ],
    [
      "of an attribute",
      {},
      { releases: [heron(90), heron(100, {}, { attributes: { appVersion: "100.0", promptWaitTime: "9" } })] },
      ["attributes changed: Heron-100.0 → Heron-100.0 (2)"],
    ],
    [
      "of a file",
      {},
      { releases: [heron(90), heron(100, { patches: [patch({ size: 7 })] })] },
      ["files changed: Heron-100.0 → Heron-100.0 (2)"],
    ],
    [
      "of a rate",
      { rules: [to(100, { backgroundRate: 10 })] },
      { rules: [to(100, { backgroundRate: 25, fallbackMapping: "Heron-90.0" })] },
      [
        "held back differently: 10 % get Heron-100.0, the others no update: held back by the background rate → 25 % get Heron-100.0, the others no update: the client is as new (2)",
      ],
    ],
  ])("%s", (_fact, before, after, expected) => {
    expect(shown(impact(before, after))).toEqual(expected);
  });

  test("shows one client's request and both answers", () => {
    const [group] = impact({}, { rules: [to(110)] }).groups;
    expect(group?.example.path).toContain("/update/6/Heron/90.0/20240090/Linux_x86_64-gcc3/de/release/");
    expect(group?.example.before).toContain('appVersion="100.0"');
    expect(group?.example.after).toContain('appVersion="110.0"');
    expect(group).toMatchObject({ channels: ["release"], versions: ["90.0"], products: ["Heron"] });
  });

  test("is weighed by the requests that were observed, the most first", () => {
    const said = {
      product: "Heron",
      channel: "release",
      buildTarget: "Linux_x86_64-gcc3",
      locale: "de",
      osVersion: "Linux",
    };
    const observed = [
      { ...said, version: "90.0", buildID: "20240090", count: 3 },
      { ...said, version: "100.0", buildID: "20240100", count: 5 },
      { ...said, version: "110.0", buildID: "20240110", count: 11 },
      { ...said, version: "80.0", buildID: "1", count: 1 },
    ];
    const found = impact({}, { rules: [to(110)] }, observed);
    expect(found).toMatchObject({ seen: 20, seenChanged: 9, states: 7, changed: 5 });
    expect(found.groups.map(({ kind, seen }) => [kind, seen])).toEqual([
      ["new update", 5],
      ["other release", 4],
    ]);
  });
});

test("200,000 states and 2,000 rules are compared within 5 s", () => {
  const rules = Array.from({ length: 2000 }, (_, index) =>
    to([90, 100, 110][index % 3] ?? 90, {
      id: index + 1,
      priority: index,
      channel: index % 3 === 0 ? "release" : `beta${index % 9}`,
      version: `<${50 + Math.floor(index / 20)}.0`,
      locale: index % 11 === 0 ? `l${index % 100},l${(index * 7) % 100}` : null,
    }),
  );
  const input = {
    revision: 1,
    settings: { throttle: 100, forceHosts: [] },
    products: [product()],
    releases,
    pins: [],
    shutOffs: [],
  };
  const allowedDomains = [
    { host: "download.heron.example", pathPattern: "", products: ["Heron"], position: 0 },
  ];
  const before = compileSnapshot({ ...input, allowedDomains, rules });
  const after = compileSnapshot({
    ...input,
    allowedDomains,
    rules: [...rules, to(110, { id: 9999, priority: 9999 })],
  });
  const observed = Array.from({ length: 200_000 }, (_, index) => ({
    product: "Heron",
    channel: ["release", "beta1", "beta2"][index % 3] ?? "",
    version: `${50 + (index % 70)}.0`,
    buildID: String(20_240_000 + (index % 1000)),
    buildTarget: "Linux_x86_64-gcc3",
    locale: index % 2 ? "de" : "fr",
    osVersion: `Linux ${index % 300}`,
    count: 1,
  }));
  const start = process.cpuUsage();
  const found = findImpact(before, after, statesToAsk([before, after], { products: ["Heron"], observed }));
  // Of the processor: other programs may want it at the same time.
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(5000);
  expect(found.seen).toBe(200_000);
  expect(found.seenChanged).toBeGreaterThan(50_000);
});
