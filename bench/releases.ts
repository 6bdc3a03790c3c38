import { createHash } from "node:crypto";

import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import { releaseContentSchema, type Build, type Patch } from "@/lib/releases/release";

export const product = "Falcon";
export const host = "cdn.example.net";

export const buildTargets = [
  {
    name: "WINNT_x86_64-msvc-x64",
    ftp: "win64",
    osVersion: "Windows_NT 10.0.0.0.19045.4412 (x64)",
    share: 62,
  },
  { name: "WINNT_x86-msvc-x64", ftp: "win32", osVersion: "Windows_NT 10.0.0.0.22631.3527 (x64)", share: 9 },
  {
    name: "WINNT_x86-msvc-x86",
    ftp: "win32-x86",
    osVersion: "Windows_NT 10.0.0.0.19045.4412 (x86)",
    share: 5,
  },
  {
    name: "WINNT_aarch64-msvc-aarch64",
    ftp: "win64-aarch64",
    osVersion: "Windows_NT 10.0.0.0.26100.1",
    share: 2,
  },
  { name: "Darwin_x86_64-gcc3-u-i386-x86_64", ftp: "mac", osVersion: "Darwin 23.5.0", share: 6 },
  { name: "Darwin_aarch64-gcc3", ftp: "mac-aarch64", osVersion: "Darwin 24.1.0", share: 5 },
  {
    name: "Linux_x86_64-gcc3",
    ftp: "linux-x86_64",
    osVersion: "Linux 6.8.0-31-generic (GTK 3.24.41)",
    share: 9,
  },
  { name: "Linux_x86-gcc3", ftp: "linux-i686", osVersion: "Linux 5.15.0-100 (GTK 3.24.33)", share: 2 },
] as const;
export type BuildTarget = (typeof buildTargets)[number];

/** A hundred, the most spoken first. */
export const locales = [
  ..."en-US de fr es-ES pl pt-BR ru it zh-CN ja nl cs hu es-MX es-AR sv-SE tr pt-PT el fi".split(" "),
  ...Array.from({ length: 80 }, (_, index) => `x${letter(Math.floor(index / 26))}${letter(index % 26)}`),
];

function letter(index: number): string {
  return String.fromCharCode(97 + index);
}

export type Line = "release" | "beta" | "nightly" | "esr";

/** One of the releases, with what is needed to say what its clients get. */
export type Shipped = { name: string; line: Line; version: string; buildID: string; position: number };

const counts: Record<Line, number> = { release: 50, beta: 30, nightly: 10, esr: 10 };

/** From the oldest to the newest of each line. */
export const shipped: Record<Line, readonly Shipped[]> = {
  release: line("release", (index) => `${101 + index}.0`),
  beta: line("beta", (index) => `${122 + index}.0`),
  nightly: line("nightly", (index) => `${145 + index}.0a1`),
  esr: line("esr", (index) => `128.${index + 1}.0`),
};

function line(name: Line, versionOf: (index: number) => string): Shipped[] {
  return Array.from({ length: counts[name] }, (_, position) => ({
    name: `${product}-${name}-${versionOf(position)}`,
    line: name,
    version: versionOf(position),
    buildID: String(20_230_101_000_000 + position * 1_000_000 + name.length * 1000),
    position,
  }));
}

/** The releases that a release has partials from: the three before it. */
export function partialSources({ line: name, position }: Shipped): readonly Shipped[] {
  return shipped[name].slice(Math.max(0, position - 3), position).reverse();
}

export function patchOf(type: "complete" | "partial", from: string, of: string): Patch {
  const hashValue = createHash("sha512").update(`${type} ${from} ${of}`).digest("hex");
  const size =
    (type === "complete" ? 70_000_000 : 9_000_000) + (parseInt(hashValue.slice(0, 5), 16) % 1_000_000);
  return { type, from, size, hashValue, hashFunction: null, url: null, attributes: {} };
}

export function fileName(
  type: "complete" | "partial",
  from: string,
  { version, line: name }: Shipped,
): string {
  return type === "complete"
    ? `falcon-${name}-${version}.complete.mar`
    : `falcon-${from}-to-${version}.partial.mar`;
}

export function buildOf(release: Shipped, buildTarget: string, locale: string): Build {
  const of = `${release.name} ${buildTarget} ${locale}`;
  return {
    buildTarget,
    locale,
    buildID: release.buildID,
    attributes: {},
    patches: [
      patchOf("complete", "*", of),
      ...partialSources(release).map(({ name }) => patchOf("partial", name, of)),
    ],
  };
}

export function configuredRelease(release: Shipped): ConfiguredRelease {
  const { version } = release;
  const template = `https://${host}/pub/falcon/${version}/%OS_FTP%/%LOCALE%/%FILENAME%`;
  const from = partialSources(release).map(({ name }) => name);
  return {
    name: release.name,
    product,
    readOnly: false,
    comment: null,
    content: releaseContentSchema.parse({
      kind: "application",
      attributes: {
        displayVersion: version,
        appVersion: version,
        platformVersion: version,
        detailsURL: `https://www.example.net/%LOCALE%/falcon/${version}/releasenotes/`,
      },
      urlTemplates: {
        "*": {
          complete: { "*": template },
          partial: Object.fromEntries(from.map((name) => [name, template])),
        },
      },
      filenames: {
        complete: { "*": fileName("complete", "*", release) },
        partial: Object.fromEntries(from.map((name) => [name, fileName("partial", name, release)])),
      },
      buildTargets: Object.fromEntries(buildTargets.map(({ name, ftp }) => [name, { osFtp: ftp }])),
    }),
    builds: buildTargets.flatMap(({ name }) => locales.map((locale) => buildOf(release, name, locale))),
  };
}
