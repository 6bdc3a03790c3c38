// Takes the pictures in docs/screenshots from a running demo: node e2e/screenshots.mjs [page …]
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright";

import { findBrowser } from "../lib/boot/browser.mjs";

const address = process.env.AUS_URL || `http://127.0.0.1:${process.env.PORT || 3000}`;
const folder = fileURLToPath(new URL("../docs/screenshots/", import.meta.url));
/** Windows; of a telephone only what whoever is on call needs there. */
const windows = [
  { width: 1280, height: 800 },
  { width: 1680, height: 1050 },
  { width: 390, height: 844, only: ["overview", "change-set-waiting"] },
];

const asked =
  "/update/6/Heron/97.0.1/20261020130455/WINNT_x86_64-msvc/de/release/Windows_NT%2010.0.0.0/ISET:SSE4_2,MEM:16384/default/default/update.xml";
const release = "/releases/Heron-98.0.1-build1";

/** Pages by the name of their picture. */
const pages = {
  overview: "/overview",
  rules: "/rules",
  "rules-in-words": "/rules?view=words&product=Heron",
  "rule-panel": "/rules?rule=14&panel=edit",
  rule: "/rules/14",
  releases: "/releases",
  release: `${release}?build=${encodeURIComponent("WINNT_x86_64-msvc/de")}`,
  changes: "/changes?tab=all",
  "change-set": "/changes/15",
  "change-set-waiting": "/changes/21",
  traffic: "/traffic",
  nodes: "/nodes",
  audit: "/audit",
  revision: "/audit/9",
  "way-back": "/audit/back?to=9&product=Heron&channel=release",
  compare: "/audit/compare?from=15",
  account: "/account",
  products: "/settings/products",
  product: "/settings/products/Heron",
  policies: "/settings/policies",
  people: "/settings/people",
  hooks: "/settings/hooks",
  domains: "/settings/domains",
  paths: "/paths?product=Heron&channel=release",
  channels: "/channels?product=Heron&from=betatest&to=beta",
  problems: "/problems",
  invariants: "/invariants",
  agenda: "/changes/agenda",
  "explain-compared": `/explain?${new URLSearchParams({ url: asked, roll: "12", against: "9" })}`,
  explain: `/explain?${new URLSearchParams({ url: asked, roll: "12" })}`,
};

/** Asks as clients of some versions and locales would, so that there is traffic to be seen. */
async function askAround() {
  for (const [weight, version] of ["98.0", "97.0.1", "96.0.2", "95.0", "72.0.2"].entries()) {
    for (const locale of ["de", "en-US", "fr", "pl", "ja", "cs"].slice(weight)) {
      for (let times = 0; times < 40 / (weight + 1); times++) {
        await fetch(address + asked.replace("97.0.1", version).replace("/de/", `/${locale}/`));
      }
    }
  }
}

/** Enacts a change that alters no answer, so that there is one that nodes were there for. */
async function noteSomething() {
  const call = async (at, body, secret) => {
    const headers = {
      "content-type": "application/json",
      ...(secret && { authorization: `Bearer ${secret}` }),
    };
    const response = await fetch(`${address}/api/v1/${at}`, {
      headers,
      ...(body && { method: "POST", body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${at} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const { secret } = await call("session", { email: "driver@example.com", password: "demo-demo-demo" });
  const { rules } = await call("rules?product=Osprey", null, secret);
  const { id, rowVersion } = rules.find(({ alias }) => alias === "osprey-beta");
  const fields = { comment: "Testers of the mail client." };
  const operation = { entity: "rule", action: "update", key: { id }, rowVersion, fields };
  await call("change-sets", { reason: "Say whom the rule is for", operations: [operation] }, secret);
}

async function signIn(page) {
  await page.goto(`${address}/sign-in`);
  await page.getByRole("button", { name: /^Manager/ }).click();
  await page.waitForURL("**/overview");
}

async function takeAll(browser, wanted) {
  for (const { width, height, only } of windows) {
    const taken = (name) => wanted(name) && (!only || only.includes(name));
    for (const theme of ["light", "dark"]) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: theme,
        timezoneId: "Europe/Berlin",
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      const take = (name) => page.screenshot({ path: path.join(folder, `${name}-${width}-${theme}.png`) });
      if (taken("sign-in")) {
        await page.goto(`${address}/sign-in`);
        await take("sign-in");
      }
      await signIn(page);
      for (const [name, where] of Object.entries(pages).filter(([name]) => taken(name))) {
        await page.goto(address + where);
        await page.getByRole("heading", { level: 1 }).waitFor();
        // What is worked out after the page came, is waited for too.
        await page
          .getByText(/^(Looking for problems|Asking for every client)/)
          .first()
          .waitFor({ state: "hidden" });
        await page.waitForLoadState("networkidle").catch(() => undefined);
        await take(name);
      }
      await context.close();
    }
  }
}

const { CHROMIUM_PATH: executablePath, ...env } = await findBrowser();
fs.mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath,
  env: { ...process.env, ...env },
  args: process.getuid?.() === 0 ? ["--no-sandbox", "--disable-gpu"] : ["--disable-gpu"],
});
const names = process.argv.slice(2);
await askAround();
await noteSomething();
await takeAll(browser, (name) => names.length === 0 || names.includes(name));
await browser.close();
