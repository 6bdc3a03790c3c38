// What is built from the sources: the pages by Next, the programs by esbuild.
import fs from "node:fs";
import path from "node:path";

import { root, runTool, say } from "./process.mjs";
import { fingerprint, unlessFresh } from "./stale.mjs";

const sources = [
  "app",
  "components",
  "lib",
  "public",
  "prisma/schema.prisma",
  "next.config.js",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];

/** Programs by the name that they get in dist/. */
const programs = {
  front: "lib/serving/front.ts",
  web: "lib/serving/web.ts",
  node: "lib/serving/node.ts",
  "node-worker": "lib/serving/node-worker.ts",
  canary: "lib/serving/canary.ts",
  worker: "lib/jobs/worker.ts",
  analysis: "lib/analysis/worker.ts",
  cli: "lib/cli/main.ts",
  seed: "lib/demo/seed.ts",
  administrator: "lib/boot/administrator.ts",
  "sign-in": "lib/boot/sign-in.ts",
  "add-administrator": "lib/boot/add-administrator.ts",
};

const notShipped = /(\.test\.ts|\.mjs|\.md)$|^lib\/(testing\/|vitest\.config\.ts)/;
const notInPages = /^lib\/(cli|demo|snippets|balrog)\//;

export async function buildPages() {
  const print = fingerprint(sources, (file) => !notShipped.test(file) && !notInPages.test(file));
  await unlessFresh({ stamp: ".next/.stamp", print, outputs: [".next/BUILD_ID"] }, () => {
    say("building the pages");
    return runTool("next", ["build"], { quiet: true });
  });
}

export async function buildPrograms() {
  const print = fingerprint([...sources, "bench"], (file) => !notShipped.test(file));
  const entries = Object.entries(programs).filter(([, entry]) => fs.existsSync(path.join(root, entry)));
  const outputs = entries.map(([name]) => `dist/${name}.mjs`);
  await unlessFresh({ stamp: "dist/.stamp", print, outputs }, () => bundle(Object.fromEntries(entries)));
}

/** Bundles our own modules; packages stay where they are. */
export async function bundle(entries) {
  const esbuild = await import("esbuild");
  await esbuild.build({
    entryPoints: Object.fromEntries(
      Object.entries(entries).map(([name, entry]) => [name, path.join(root, entry)]),
    ),
    outdir: path.join(root, "dist"),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    sourcemap: true,
    logLevel: "error",
  });
  await esbuild.stop();
}
