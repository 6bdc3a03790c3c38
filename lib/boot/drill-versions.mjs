// Two versions of the program for the drill of upgrades, each in a directory of its own, built.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import { root, run, say, Stop } from "./process.mjs";

const migration = "29990101000000_drill";
/** As migrations do: it only adds. */
const added = `ALTER TABLE "products" ADD COLUMN "drill" TEXT NOT NULL DEFAULT 'unknown to the old program';
ALTER TABLE "rules" ADD COLUMN "drill" INTEGER;
CREATE INDEX "rules_drill_idx" ON "rules" ("drill");
CREATE TABLE "drills" ("id" SERIAL PRIMARY KEY, "at" TIMESTAMPTZ NOT NULL DEFAULT now());
`;

/** This checkout, and a copy with a higher version and one more migration. */
export async function thisAndNext(work) {
  const home = path.join(work, "next");
  const files = git(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).toString().split("\0");
  for (const file of files.filter((name) => name !== "" && fs.existsSync(path.join(root, name)))) {
    fs.mkdirSync(path.dirname(path.join(home, file)), { recursive: true });
    fs.copyFileSync(path.join(root, file), path.join(home, file));
  }
  setVersion(
    home,
    versionOf(root).replace(/\d+$/, (patch) => String(Number(patch) + 1)),
  );
  writeAnew(path.join(home, "prisma/migrations", migration, "migration.sql"), added);
  await shareNodeModules(home);
  await build(home);
  return { old: root, next: home };
}

/** A former commit, and this checkout. */
export async function formerAndThis(work, ref) {
  const home = path.join(work, "former");
  fs.mkdirSync(home, { recursive: true });
  const commit = git(["rev-parse", "--verify", "--quiet", `${ref}^{commit}`])
    .toString()
    .trim();
  say(`the old program is ${git(["show", "--no-patch", "--format=%h, %s", commit]).toString().trim()}`);
  const archive = path.join(work, "former.tar");
  git(["archive", "--output", archive, commit]);
  await run("tar", ["-x", "-f", archive, "-C", home]);
  fs.rmSync(archive);
  const lock = (at) => fs.readFileSync(path.join(at, "package-lock.json"), "utf8");
  if (versionOf(home) === versionOf(root)) setVersion(home, `${versionOf(root)}-former`);
  // Otherwise its build fetches its own.
  if (lock(home) === lock(root)) await shareNodeModules(home);
  await build(home);
  return { old: home, next: root };
}

export function versionOf(home) {
  return JSON.parse(fs.readFileSync(path.join(home, "package.json"), "utf8")).version;
}

export function migrationsOf(home) {
  const entries = fs.readdirSync(path.join(home, "prisma/migrations"), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function git(args) {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Stop(`git ${args.join(" ")}: ${stderr?.toString().trim() || "it failed"}`);
  return stdout;
}

/** Gives a copy a version of its own, which nodes tell. */
function setVersion(home, version) {
  const file = path.join(home, "package.json");
  const about = JSON.parse(fs.readFileSync(file, "utf8"));
  writeAnew(file, JSON.stringify({ ...about, version }));
}

/** Never through a hard link into what it was linked from. */
function writeAnew(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.rmSync(file, { force: true });
  fs.writeFileSync(file, text);
}

/** The same packages, as hard links, with the mark that they are those of this package.json. */
async function shareNodeModules(home) {
  await run("cp", ["-al", path.join(root, "node_modules"), path.join(home, "node_modules")]);
  const stamp = `const { fingerprint } = await import("./lib/boot/stale.mjs");
    process.stdout.write(fingerprint(["package.json", "package-lock.json"]));`;
  const print = await run(process.execPath, ["--input-type=module", "-e", stamp], { cwd: home, quiet: true });
  writeAnew(path.join(home, "node_modules/.aus3-installed"), print);
}

async function build(home) {
  say("building the other program");
  // A checkout of its own: what the one around it ignores, Tailwind would take for sources.
  await run("git", ["init", "--quiet", home]);
  await run(process.execPath, [path.join(home, "lib/boot/run.mjs"), "build"], { cwd: home, quiet: true });
}
