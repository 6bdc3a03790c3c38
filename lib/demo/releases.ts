import type { ConfiguredRelease } from "@/lib/configuration/configuration";

import { application, nightly } from "./application";
import { digest, size } from "./cast";

type Train = {
  product: "Heron" | "Osprey";
  testChannel: "releasetest" | "betatest";
  /** How many of the releases before it a release has partials from. */
  partials: number;
};
type Stop = Pick<Parameters<typeof application>[0], "build" | "version" | "buildID"> &
  Partial<Parameters<typeof application>[0]>;

/** Releases of one line, each with partials from those before it. */
function train({ partials, ...line }: Train, stops: readonly Stop[]): ConfiguredRelease[] {
  const releases: ConfiguredRelease[] = [];
  for (const stop of stops) {
    const displayVersion = stop.displayVersion ?? stop.version;
    releases.push(
      application({ ...line, displayVersion, from: releases.slice(-partials).reverse(), ...stop }),
    );
  }
  return releases;
}

const whatsNew = (version: string) => ({
  for: { locales: ["de", "en-GB", "en-US", "es-ES", "fr"], versions: ["<97.0"] },
  fields: { actions: "showURL", openURL: `https://www.heron.example/%LOCALE%/heron/${version}/whatsnew/` },
});

const released = train({ product: "Heron", testChannel: "releasetest", partials: 2 }, [
  {
    build: "72.0.2-build1",
    version: "72.0.2",
    buildID: "20241125163212",
    comment:
      "Watershed: the last release signed with the key of 2019, the first that trusts the key of 2024.",
  },
  { build: "95.0-build1", version: "95.0", buildID: "20260813201544" },
  { build: "95.0.1-build1", version: "95.0.1", buildID: "20260825114020" },
  { build: "96.0-build3", version: "96.0", buildID: "20260910183907" },
  { build: "96.0.2-build1", version: "96.0.2", buildID: "20260928095631" },
  { build: "97.0-build2", version: "97.0", buildID: "20261008172248" },
  { build: "97.0.1-build1", version: "97.0.1", buildID: "20261020130455" },
  { build: "98.0-build2", version: "98.0", buildID: "20261105191836", attributeGroups: [whatsNew("98.0")] },
  {
    build: "98.0.1-build1",
    version: "98.0.1",
    buildID: "20261121082719",
    attributeGroups: [whatsNew("98.0.1")],
    missing: [
      ...["WINNT_aarch64-msvc-aarch64 he", "WINNT_aarch64-msvc-aarch64 ko"],
      ...["WINNT_aarch64-msvc-aarch64 zh-CN", "Darwin_aarch64-gcc3 ja-JP-mac"],
    ],
    comment: "Fixes bugs 1893 and 1897. Four builds are still to come.",
  },
]);

const esr = train({ product: "Heron", testChannel: "releasetest", partials: 2 }, [
  { build: "91.4.0esr-build1", version: "91.4.0", displayVersion: "91.4.0esr", buildID: "20260813093012" },
  { build: "91.5.0esr-build1", version: "91.5.0", displayVersion: "91.5.0esr", buildID: "20260910084127" },
  { build: "91.6.0esr-build2", version: "91.6.0", displayVersion: "91.6.0esr", buildID: "20261008090333" },
  { build: "91.7.0esr-build1", version: "91.7.0", displayVersion: "91.7.0esr", buildID: "20261105081950" },
]);

const betas = train(
  { product: "Heron", testChannel: "betatest", partials: 2 },
  [
    ["b1", "20261111190211"],
    ["b2", "20261113185430"],
    ["b3", "20261116191127"],
    ["b4", "20261118184952"],
    ["b5", "20261120190038"],
    ["b6", "20261122185817"],
  ].map(([number, buildID]) => ({
    build: `99.0${number ?? ""}-build1`,
    version: "99.0",
    displayVersion: `99.0${number ?? ""}`,
    buildID: buildID ?? "",
  })),
);

const nightlies: ConfiguredRelease[] = [];
for (const buildID of ["20261120093512", "20261121094103", "20261122093847"]) {
  nightlies.push(nightly(buildID, nightlies.at(-1)));
}

const migration = application({
  product: "Heron",
  build: "98.0-mig64-build2",
  version: "98.0",
  displayVersion: "98.0",
  buildID: "20261105191836",
  testChannel: "releasetest",
  targets: ["WINNT_x86_64-msvc"],
  comment: "The 64-bit builds of 98.0, for 32-bit clients on 64-bit Windows.",
});
if (migration.content.kind === "application") {
  migration.content.buildTargets["WINNT_x86-msvc-x64"] = { alias: "WINNT_x86_64-msvc" };
}

const osprey = train({ product: "Osprey", testChannel: "releasetest", partials: 1 }, [
  {
    build: "78.14.0-build1",
    version: "78.14.0",
    buildID: "20250518103354",
    comment: "Watershed: converts the address book; later releases no longer can.",
  },
  { build: "91.5.0-build1", version: "91.5.0", buildID: "20260912120411" },
  { build: "91.6.0-build1", version: "91.6.0", buildID: "20261010121506" },
  { build: "91.7.0-build1", version: "91.7.0", buildID: "20261107115923" },
]);

const ospreyBetas = train({ product: "Osprey", testChannel: "betatest", partials: 1 }, [
  { build: "99.0b1-build1", version: "99.0", displayVersion: "99.0b1", buildID: "20261112150318" },
  { build: "99.0b2-build1", version: "99.0", displayVersion: "99.0b2", buildID: "20261119145740" },
]);

/** Heron 3.6: the old attributes, and clients that insist on their own version. */
function legacy(): ConfiguredRelease {
  const base = application({
    product: "Heron",
    build: "3.6.28-build1",
    version: "3.6.28",
    displayVersion: "3.6.28",
    buildID: "20120306064154",
    testChannel: "releasetest",
    targets: ["Linux_x86-gcc3", "WINNT_x86-msvc"],
    comment: "Watershed: the only release that clients before 4.0 can install.",
  });
  if (base.content.kind !== "application") throw new Error("Heron 3.6.28 is an application");
  return {
    ...base,
    content: {
      ...base.content,
      dialect: "gecko-1.8",
      oldClients: true,
      attributes: {
        version: "3.6.28",
        extensionVersion: "3.6.28",
        detailsURL: "https://www.heron.example/%LOCALE%/heron/3.6.28/releasenotes/",
      },
    },
    builds: base.builds.map((build) => ({
      ...build,
      patches: build.patches.map((patch) => ({
        ...patch,
        size: size(patch.hashValue, 11.4),
        hashValue: digest(patch.hashValue),
      })),
    })),
  };
}

/** The application releases by the line that they belong to. */
export const applicationReleases = {
  legacy: [legacy()],
  released,
  esr,
  betas,
  nightlies,
  migration: [migration],
  osprey,
  ospreyBetas,
};
