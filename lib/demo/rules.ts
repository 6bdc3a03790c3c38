import { ruleFieldsSchema } from "@/lib/rules/rule";
import type { RuleFields } from "@/lib/rules/rule";

export type DemoRule = RuleFields & { id: number };

function rule(id: number, fields: Partial<RuleFields> & Pick<RuleFields, "priority">): DemoRule {
  return { id, ...ruleFieldsSchema.parse(fields) };
}

const onRelease = { product: "Heron", channel: "release" };
const windows8 = "Windows_NT 6.1,Windows_NT 6.2,Windows_NT 6.3";

/** Who gets what while 97.0.1 is the newest release. */
export const heronRules = [
  rule(10, {
    ...onRelease,
    alias: "watershed-3.6.28",
    priority: 900,
    version: "<3.6.28",
    mapping: "Heron-3.6.28-build1",
    comment: "Watershed: updaters before 3.6.28 cannot read files that are compressed with LZMA.",
  }),
  rule(11, {
    ...onRelease,
    alias: "watershed-72",
    priority: 800,
    version: "<72.0.2",
    mapping: "Heron-72.0.2-build1",
    comment:
      "Watershed: everything newer is signed with the key of 2024, which 72.0.2 is the first to trust.",
  }),
  rule(12, {
    ...onRelease,
    alias: "broken-updater-95-arm",
    priority: 600,
    version: "95.0",
    buildTarget: "Linux_aarch64-gcc3",
    comment:
      "Bug 1811: the updater of 95.0 on ARM Linux deletes the application when it fails. No update; the release notes ask people to install anew.",
  }),
  rule(13, {
    ...onRelease,
    alias: "northwind-hold",
    priority: 400,
    distribution: "northwind,northwind-retail",
    mapping: "Heron-96.0.2-build1",
    comment: "Northwind certify each release before their branches get it. They tell us by mail; ask Ines.",
  }),
  rule(14, {
    ...onRelease,
    alias: "release",
    priority: 100,
    mapping: "Heron-97.0.1-build1",
    comment: "The release that everyone gets.",
  }),
  rule(15, {
    product: "Heron",
    channel: "releasetest*",
    alias: "releasetest",
    priority: 100,
    mapping: "Heron-97.0.1-build1",
    comment: "QA verifies here before release. Files come from the archive, not from the mirrors.",
  }),
  rule(16, {
    product: "Heron",
    channel: "esr*",
    alias: "esr",
    priority: 100,
    mapping: "Heron-91.6.0esr-build2",
    comment: "Extended support, until July 2027.",
  }),
];

/** Windows 8: the last release that runs there, then the notice. */
export const windows8Rules = [
  rule(20, {
    ...onRelease,
    alias: "desupport-windows-8",
    priority: 1000,
    version: ">=95.0.1",
    osVersion: windows8,
    mapping: "Heron-desupport-windows-8",
    comment: "A notice instead of a silent “up to date”. Approved by the product board on 1 September.",
  }),
  rule(21, {
    ...onRelease,
    alias: "last-for-windows-8",
    priority: 700,
    version: "<95.0.1",
    osVersion: windows8,
    mapping: "Heron-95.0.1-build1",
    comment: "The last release that runs on Windows 7, 8 and 8.1.",
  }),
];

export const betaRules = [
  rule(30, {
    product: "Heron",
    channel: "beta",
    alias: "beta",
    priority: 100,
    mapping: "Heron-99.0b4-build1",
    comment: "Two betas a week, Wednesday and Friday.",
  }),
  rule(31, {
    product: "Heron",
    channel: "betatest",
    alias: "betatest",
    priority: 100,
    mapping: "Heron-99.0b5-build1",
    comment: "QA verifies here before beta.",
  }),
];

export const nightlyRule = rule(35, {
  product: "Heron",
  channel: "nightly*",
  alias: "nightly",
  priority: 90,
  mapping: "Heron-central-nightly-20261121094103",
  comment: "Moved by automation every morning.",
});

export const jawsRule = rule(40, {
  ...onRelease,
  alias: "hold-jaws",
  priority: 500,
  jaws: true,
  mapping: "Heron-97.0.1-build1",
  comment: "Bug 1893: 98.0 hangs at start-up beside the JAWS screen reader. Fixed in 98.0.1.",
});

export const welshRule = rule(41, {
  ...onRelease,
  alias: "hold-cy",
  priority: 490,
  locale: "cy",
  mapping: "Heron-97.0.1-build1",
  comment: "Bug 1897: the Welsh preferences page is blank in 98.0. Fixed in 98.0.1.",
});

export const migrationRule = rule(42, {
  ...onRelease,
  alias: "mig64",
  priority: 300,
  buildTarget: "WINNT_x86-msvc-x64",
  version: ">=97.0",
  memory: ">2048",
  mig64: true,
  mapping: "Heron-98.0-mig64-build2",
  fallbackMapping: "Heron-97.0.1-build1",
  backgroundRate: 10,
  comment: "Moves 32-bit clients on 64-bit Windows to 64-bit builds, where there is memory for it.",
});

/** Kept for a quick way back: switched off. */
export const wayBackRule = rule(43, {
  ...onRelease,
  alias: "way-back",
  priority: 350,
  enabled: false,
  mapping: "Heron-97.0.1-build1",
  comment: "If 98.0 must be stopped at once: enable this instead of editing the roll-out.",
});

export const ospreyRules = [
  rule(50, {
    product: "Osprey",
    channel: "release*",
    alias: "osprey-watershed-78",
    priority: 800,
    version: "<78.14.0",
    mapping: "Osprey-78.14.0-build1",
    comment: "Watershed: 78.14.0 converts the address book, later releases no longer can.",
  }),
  rule(51, {
    product: "Osprey",
    channel: "release",
    alias: "osprey-release",
    priority: 100,
    mapping: "Osprey-91.6.0-build1",
  }),
  rule(53, {
    product: "Osprey",
    channel: "beta",
    alias: "osprey-beta",
    priority: 100,
    mapping: "Osprey-99.0b1-build1",
  }),
];

export const ospreyTestRule = rule(52, {
  product: "Osprey",
  channel: "releasetest",
  alias: "osprey-releasetest",
  priority: 100,
  mapping: "Osprey-91.7.0-build1",
});

export const addOnRules = [
  rule(60, {
    product: "HeronGMP",
    alias: "gmp",
    priority: 100,
    mapping: "HeronGMP-98",
    comment: "All channels: plug-ins do not depend on the channel.",
  }),
  rule(61, {
    product: "HeronGMP",
    alias: "gmp-before-72",
    priority: 200,
    version: "<72.0",
    mapping: "OpenVideo-1.8.1",
    comment: "Older clients cannot load version 2 of the video plug-in.",
  }),
  rule(62, {
    product: "HeronSystemAddons",
    channel: "release",
    alias: "hotfix-98",
    priority: 200,
    version: "98.0",
    mapping: "HeronSystemAddons-98-hotfix",
    comment: "Bug 1889. Remove together with 98.0.",
  }),
  rule(63, {
    product: "HeronSystemAddons",
    alias: "no-hotfixes",
    priority: 100,
    mapping: "HeronSystemAddons-uninstall",
  }),
  rule(64, {
    product: "HeronVPN",
    channel: "release",
    alias: "vpn-release",
    priority: 100,
    mapping: "HeronVPN-2.22.0",
    fallbackMapping: "HeronVPN-2.21.0",
    backgroundRate: 50,
    comment: "JSON clients ask once a day.",
  }),
  rule(65, {
    product: "HeronVPN",
    channel: "beta",
    alias: "vpn-beta",
    priority: 100,
    mapping: "HeronVPN-2.23.0",
  }),
];
