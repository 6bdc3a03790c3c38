import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";

import { sharingReleases } from "@/lib/analysis/changed-input";
import type { Observed } from "@/lib/analysis/impact-states";
import { doJob } from "@/lib/analysis/job";
import type { SnapshotInput } from "@/lib/decision/snapshot";

import { benchConfiguration } from "./configuration";
import { itemAt } from "./random";
import { buildTargets, locales, product, shipped } from "./releases";

const rounds = 3;
const goal = 5;
const distinctStates = 200_000;

/** How long it takes to find out what a change does and where updates lead to, on a configuration as large as they get. */
function main(): number {
  const before = input();
  const after = pushed(before);
  const observed = observedStates(distinctStates);
  const measured = [
    measure(
      `impact of a change, ${told(observed.length)} states observed beside all that were shipped`,
      () => {
        const { states, seen, changed } = doJob("impact", {
          before,
          after,
          question: { products: [product], observed },
        });
        return `${told(changed)} of ${told(states)} client states and ${told(seen)} requests`;
      },
    ),
    measure("upgrade paths of every version on a channel", () => {
      const { starts, isComplete } = doJob("paths", { input: before, product, channel: "release" });
      return `${told(starts)} starts, ${isComplete ? "all reach the newest" : "not all reach the newest"}`;
    }),
  ];
  const text = [
    `${told(before.rules.length)} rules, ${told(buildsOf(before))} builds, the longest of ${rounds} rounds, in one process.`,
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}.`,
    "",
    ...measured.map(({ name, seconds, outcome }) => {
      const verdict = seconds <= goal ? "met" : "missed";
      return `- ${name}, at most ${goal} s: ${seconds.toFixed(2)} s — ${verdict} (${outcome})`;
    }),
  ].join("\n");
  const directory = process.env["DATA_DIR"] ?? ".data";
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, "analysis.md"), `${text}\n`);
  console.log(text);
  return measured.every(({ seconds }) => seconds <= goal) ? 0 : 1;
}

const told = (count: number) => count.toLocaleString("en");

function measure(name: string, work: () => string): { name: string; seconds: number; outcome: string } {
  let seconds = 0;
  let outcome = "";
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    outcome = work();
    seconds = Math.max(seconds, (performance.now() - began) / 1000);
  }
  return { name, seconds, outcome };
}

function input(): SnapshotInput {
  const { settings, products, releases, pins, shutOffs, allowedDomains, rules } = benchConfiguration();
  return {
    revision: 1,
    settings: { throttle: settings.throttle, forceHosts: settings.forceHosts },
    products,
    releases,
    pins,
    shutOffs,
    allowedDomains,
    rules: rules.map((rule, index) => ({ ...rule, id: index + 1, rowVersion: 1 })),
  };
}

function buildsOf({ releases }: SnapshotInput): number {
  return releases.reduce((sum, { builds }) => sum + builds.length, 0);
}

/** With the release before the newest for most clients, at half of the rate. */
function pushed(before: SnapshotInput): SnapshotInput {
  const mapping = itemAt(shipped.release, -2).name;
  const rules = before.rules.map((rule) =>
    rule.channel === "release*" ? { ...rule, mapping, backgroundRate: 50, rowVersion: 2 } : rule,
  );
  return sharingReleases(before, { ...before, rules }, []);
}

/** What is counted in a day: everything that was shipped, with several systems each. */
function observedStates(count: number): Observed[] {
  const builds = Object.entries(shipped).flatMap(([channel, releases]) =>
    releases.flatMap(({ version, buildID }) =>
      buildTargets.flatMap(({ name: buildTarget, osVersion }) =>
        locales.map((locale) => ({ product, channel, version, buildID, buildTarget, locale, osVersion })),
      ),
    ),
  );
  return Array.from({ length: count }, (_, index) => {
    const { osVersion, ...build } = itemAt(builds, index % builds.length);
    const system = Math.floor(index / builds.length);
    return { ...build, osVersion: `${osVersion}.${system}`, count: 1 + (index % 50) };
  });
}

process.exitCode = main();
