import { expect, test } from "vitest";

import type { SnapshotInput } from "@/lib/decision/snapshot";
import { build, patch, release, rule, snapshot } from "@/lib/testing/configurations";

import { findChannelDifferences } from "./channel-differences";

function heron(version: number, content: object = {}) {
  return release({
    name: `Heron-${version}.0`,
    content: { attributes: { appVersion: `${version}.0` }, ...content },
    builds: ["de", "fr"].map((locale) => build({ locale, buildID: String(20_240_000 + version) })),
  });
}

const tested = rule({ id: 1, channel: "releasetest", mapping: "Heron-100.0" });
const released = rule({ id: 2, channel: "release", mapping: "Heron-90.0" });

function differences(input: Partial<SnapshotInput>): string[] {
  const one = snapshot({ releases: [heron(80), heron(90), heron(100)], ...input });
  const { groups } = findChannelDifferences([one, one], {
    product: "Heron",
    from: "releasetest",
    to: "release",
  });
  return groups.map(({ kind, before, after, states }) => `${kind}: ${before} → ${after} (${states})`);
}

test("clients of two channels are grouped by what they get on each", () => {
  expect(differences({ rules: [tested, released] })).toEqual([
    "other release: Heron-100.0 → Heron-90.0 (2)",
    "no update any more: Heron-100.0 → no update: the client is as new (2)",
  ]);
});

test("the same release for the same clients is no difference", () => {
  expect(differences({ rules: [tested, { ...released, mapping: "Heron-100.0" }] })).toEqual([]);
});

test("a watershed and a rate of one channel alone are", () => {
  const same = { ...released, mapping: "Heron-100.0" };
  const watershed = rule({
    id: 3,
    priority: 200,
    channel: "release",
    version: "<90.0",
    mapping: "Heron-90.0",
  });
  expect(differences({ rules: [tested, { ...same, backgroundRate: 25 }, watershed] })).toEqual([
    "other release: Heron-100.0 → Heron-90.0 (2)",
    "held back differently: 100 % get Heron-100.0 → 25 % get Heron-100.0, the others no update: held back by the background rate (2)",
  ]);
});

test("files may come from elsewhere, but have to be the same", () => {
  const urlTemplates = Object.fromEntries(
    ["releasetest", "release"].map((channel) => [
      channel,
      { complete: { "*": `https://download.heron.example/${channel}/%LOCALE%.mar` } },
    ]),
  );
  const rules = [tested, { ...released, mapping: "Heron-100.0" }];
  const named = release({
    name: "Heron-100.0",
    content: { attributes: { appVersion: "100.0" }, urlTemplates },
    builds: [build({ buildID: "20240100", patches: [patch({ url: null })] })],
  });
  expect(differences({ rules, releases: [heron(80), named] })).toEqual([]);
});
