// Finds a Chromium for the browser tests, or gets one.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { npm } from "./install.mjs";
import { dataDirectory, quietEnv, root, run, runTool, say, Stop } from "./process.mjs";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const bundled = "@sparticuz/chromium@147.0.0";

function works(executable, env = {}) {
  if (!executable || !fs.existsSync(executable)) return false;
  const options = { stdio: "ignore", timeout: 30_000, env: { ...process.env, ...env } };
  return spawnSync(executable, ["--version", "--no-sandbox"], options).status === 0;
}

function onThisMachine() {
  const directories = (process.env.PATH ?? "").split(path.delimiter);
  const candidates = [
    process.env.CHROMIUM_PATH,
    ...names.flatMap((name) => directories.map((directory) => path.join(directory, name))),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    createRequire(import.meta.url)("playwright").chromium.executablePath(),
  ];
  const found = candidates.find((candidate) => works(candidate));
  return found ? { CHROMIUM_PATH: found } : undefined;
}

/** A Chromium that comes inside an npm package, with the libraries that it needs. */
async function fromNpm() {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const home = path.join(root, "node_modules/.cache/browser");
  const main = path.join(home, "node_modules/@sparticuz/chromium/build/esm/index.js");
  fs.mkdirSync(home, { recursive: true });
  if (!fs.existsSync(main)) {
    say("fetching a Chromium from npm");
    fs.writeFileSync(path.join(home, "package.json"), "{}");
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    await run(npm[0], [...npm.slice(1), "install", "--prefix", home, ...flags, bundled], { cwd: home });
  }
  const unpack = `const { default: chromium } = await import(${JSON.stringify(main)});
    console.log(JSON.stringify([await chromium.executablePath(), process.env.LD_LIBRARY_PATH ?? ""]));`;
  // It brings its libraries only where it believes itself to be on the service that it was made for.
  const env = { ...quietEnv, TMPDIR: home, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" };
  const output = await run(process.execPath, ["--input-type=module", "-e", unpack], { quiet: true, env });
  const [executable, libraries] = JSON.parse(output.trim().split("\n").at(-1));
  const settings = { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: fontSettings(home) };
  return works(executable, settings) ? { CHROMIUM_PATH: executable, ...settings } : undefined;
}

/** The package's own settings look for fonts in one place only, and without fonts every page crashes. */
function fontSettings(home) {
  const file = path.join(home, "fonts.conf");
  fs.writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>/usr/share/fonts</dir>` +
      `<dir>${home}/fonts</dir><cachedir>${home}/fonts-cache</cachedir></fontconfig>`,
  );
  return file;
}

async function fromDebian() {
  if (process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status !== 0) {
    return undefined;
  }
  say("installing Debian's Chromium");
  const env = { ...quietEnv, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { env, quiet: true });
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { env, quiet: true });
  return onThisMachine();
}

async function fromPlaywright() {
  say("asking Playwright for its Chromium");
  await runTool("playwright", ["install", "chromium"], { quiet: true });
  return onThisMachine();
}

/** @returns the environment that the browser tests need; fetched if there is none yet */
export async function findBrowser() {
  const attempts = [];
  for (const get of [onThisMachine, fromNpm, fromDebian, fromPlaywright]) {
    try {
      const found = await get();
      if (found) return found;
    } catch (error) {
      attempts.push(error.message.split("\n").slice(0, 3).join(" "));
    }
  }
  throw new Stop(
    `The browser tests need a Chromium, and none could be found or fetched. Install one and set CHROMIUM_PATH ` +
      `to it (data directory: ${dataDirectory}).\n${attempts.join("\n")}`,
  );
}
