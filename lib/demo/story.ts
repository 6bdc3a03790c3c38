import type { Operation } from "@/lib/changes/operation";
import type { ConfiguredRelease } from "@/lib/configuration/configuration";

import { applicationReleases } from "./releases";
import { desupport, plugins, systemAddons, vpnReleases } from "./other-releases";
import {
  addOnRules,
  betaRules,
  heronRules,
  jawsRule,
  migrationRule,
  nightlyRule,
  ospreyRules,
  ospreyTestRule,
  wayBackRule,
  welshRule,
  windows8Rules,
} from "./rules";
import type { DemoRule } from "./rules";
import { esrExpectations, ospreyExpectation } from "./expectations";
import { foundation } from "./foundation";

/** One revision of the demo: who did what, and why. */
export type Chapter = {
  actor: "driver" | "manager" | "admin";
  reason: string;
  source: "ui" | "cli" | "api";
  operations: Operation[];
};

const { legacy, released, esr, betas, nightlies, migration, osprey, ospreyBetas } = applicationReleases;

function submit(releases: readonly ConfiguredRelease[]): Operation[] {
  return releases.flatMap(({ builds, ...release }): Operation[] => [
    { entity: "release", action: "create", value: release },
    ...builds.map((build): Operation => ({
      entity: "build",
      action: "create",
      value: { ...build, release: release.name },
    })),
  ]);
}

function create(rules: readonly DemoRule[]): Operation[] {
  return rules.map((value): Operation => ({ entity: "rule", action: "create", value }));
}

/** @param rowVersion the version of the rule that the author saw, 1 after its creation. */
function change(id: number, rowVersion: number, fields: Partial<DemoRule>): Operation {
  return { entity: "rule", action: "update", key: { id }, rowVersion, fields };
}

function named(releases: readonly ConfiguredRelease[], ...builds: string[]): ConfiguredRelease[] {
  return releases.filter(({ name }) => builds.some((build) => name.endsWith(`-${build}`)));
}

const pin = (version: string, mapping: string, channel = "release"): Operation => ({
  entity: "pin",
  action: "create",
  value: { product: "Heron", channel, version, mapping },
});

const moveToAus: Chapter[] = [
  {
    actor: "admin",
    source: "cli",
    reason: "Set up the products, their channels and the hosts that may serve files",
    operations: foundation,
  },
  {
    actor: "driver",
    source: "cli",
    reason: "Bring over every release of Heron that clients may still be on",
    operations: submit([...legacy, ...released.slice(0, -2), ...esr.slice(0, -1)]),
  },
  {
    actor: "driver",
    source: "cli",
    reason: "Rules as they were served until today: 97.0.1 to everyone, two watersheds, Northwind on hold",
    operations: create(heronRules),
  },
  {
    actor: "manager",
    source: "ui",
    reason: "Windows 7, 8 and 8.1 end with 95.0.1: tell those clients, as the product board decided",
    operations: [...submit(desupport), ...create(windows8Rules)],
  },
  {
    actor: "driver",
    source: "cli",
    reason: "Osprey moves over too",
    operations: [...submit(osprey.slice(0, -1)), ...submit(ospreyBetas.slice(0, 1)), ...create(ospreyRules)],
  },
  {
    actor: "admin",
    source: "ui",
    reason: "Plug-ins, hotfixes and the VPN client: replace the hand-made files on the web server",
    operations: [...submit([...plugins, ...systemAddons, ...vpnReleases]), ...create(addOnRules)],
  },
];

const rollOut: Chapter[] = [
  {
    actor: "driver",
    source: "api",
    reason: "Submit Heron 98.0 build 2, its 64-bit migration and ESR 91.7.0",
    operations: submit([...named(released, "98.0-build2"), ...migration, ...esr.slice(-1)]),
  },
  {
    actor: "driver",
    source: "cli",
    reason: "98.0 build 2 to releasetest for QA",
    operations: [change(15, 1, { mapping: "Heron-98.0-build2" })],
  },
  {
    actor: "manager",
    source: "ui",
    reason: "98.0 passed QA. First 10 % of release; everyone else stays on 97.0.1",
    operations: [
      change(14, 1, {
        mapping: "Heron-98.0-build2",
        fallbackMapping: "Heron-97.0.1-build1",
        backgroundRate: 10,
        comment: "Roll-out of 98.0: 10 % on Tuesday, 25 % on Friday, 100 % a week later unless crashes rise.",
      }),
      ...create([wayBackRule, migrationRule]),
      pin("96.", "Heron-96.0.2-build1"),
      pin("97.", "Heron-97.0.1-build1"),
    ],
  },
  {
    actor: "manager",
    source: "ui",
    reason: "ESR 91.7.0 to everybody on esr: security fixes only",
    operations: [
      change(16, 1, { mapping: "Heron-91.7.0esr-build1" }),
      pin("91.6.", "Heron-91.6.0esr-build2", "esr"),
      ...esrExpectations,
    ],
  },
  {
    actor: "driver",
    source: "ui",
    reason: "Bug 1893: hangs beside JAWS. Its users wait on 97.0.1 until there is a fix",
    operations: create([jawsRule]),
  },
  {
    actor: "driver",
    source: "ui",
    reason: "Bug 1897: blank preferences in Welsh. Same treatment",
    operations: create([welshRule]),
  },
  {
    actor: "driver",
    source: "api",
    reason: "Submit Heron 99.0 beta 1 to beta 5, and the nightlies of 20 and 21 November",
    operations: submit([...betas.slice(0, -1), ...nightlies.slice(0, -1)]),
  },
  {
    actor: "driver",
    source: "cli",
    reason: "Beta 4 to beta, beta 5 to QA, nightlies on",
    operations: create([...betaRules, nightlyRule]),
  },
  {
    actor: "manager",
    source: "ui",
    reason: "98.0 at 10 % for three days: crashes below those of 97.0.1. On to 25 %",
    operations: [change(14, 2, { backgroundRate: 25 })],
  },
];

const today: Chapter[] = [
  {
    actor: "driver",
    source: "cli",
    reason: "Osprey 91.7.0 to release, 99.0 beta 2 to beta",
    operations: [
      ...submit([...osprey.slice(-1), ...ospreyBetas.slice(1)]),
      ...create([ospreyTestRule]),
      change(51, 1, { mapping: "Osprey-91.7.0-build1" }),
      change(53, 1, { mapping: "Osprey-99.0b2-build1" }),
      ospreyExpectation,
    ],
  },
  {
    actor: "driver",
    source: "ui",
    reason: "Heron 99.0 beta 5 passed QA",
    operations: [change(30, 1, { mapping: "Heron-99.0b5-build1" })],
  },
  {
    actor: "driver",
    source: "api",
    reason: "Submit Heron 98.0.1 build 1, 99.0 beta 6 and the nightly of 22 November",
    operations: submit([...released.slice(-1), ...betas.slice(-1), ...nightlies.slice(-1)]),
  },
  {
    actor: "driver",
    source: "cli",
    reason: "98.0.1 and 99.0 beta 6 to QA. Four builds of 98.0.1 are still in the queue",
    operations: [
      change(15, 2, { mapping: "Heron-98.0.1-build1" }),
      change(31, 1, { mapping: "Heron-99.0b6-build1" }),
      change(35, 1, { mapping: "Heron-central-nightly-20261122093847" }),
    ],
  },
  {
    actor: "driver",
    source: "ui",
    reason: "Osprey 99.0 beta 2 loses message filters when it converts a profile: stop it",
    operations: [
      {
        entity: "shutOff",
        action: "create",
        value: {
          product: "Osprey",
          channel: "beta",
          buildTarget: null,
          version: null,
          locale: null,
          reason: "Beta 2 loses message filters when it converts a profile. On again with beta 3.",
        },
      },
    ],
  },
];

/** How the demo came to be what it is, revision by revision. */
export const story: readonly Chapter[] = [...moveToAus, ...rollOut, ...today];
