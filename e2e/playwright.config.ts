import { rmSync } from "node:fs";
import { defineConfig } from "@playwright/test";

import { demo, empty, provider } from "./services";

const arguments_ = [
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-gpu",
  "--no-first-run",
];
/** Specs that need a configuration for themselves. */
const wholeConfiguration = /(cli|snippets|conformance|hostile)[^/]*\.spec\.ts$/;

/** People of the provider may sign in; its groups give roles. */
const openId = {
  OIDC_ISSUER: provider.url,
  OIDC_CLIENT_ID: provider.clientId,
  OIDC_CLIENT_SECRET: provider.clientSecret,
  OIDC_NAME: "Example Login",
  OIDC_ROLES: "heron-drivers=driver@Heron,readers=viewer,it=admin",
};

function start({ port, url, dataDirectory }: typeof demo, settings: object, ...flags: string[]) {
  return {
    command: ["node", "lib/boot/run.mjs", "serve", ...flags].join(" "),
    cwd: "..",
    url: `${url}/__heartbeat__?pages`,
    env: {
      PORT: String(port),
      HOST: "127.0.0.1",
      DATA_DIR: dataDirectory,
      DATABASE_URL: "",
      AUS_URL: "",
      // Tests speak as the one proxy in front, so that they can be clients of many addresses.
      TRUSTED_PROXIES: "1",
      ...settings,
    },
    timeout: 300_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 } as const,
  };
}

function startProvider() {
  return {
    command: "node e2e/provider.mjs",
    cwd: "..",
    url: `${provider.url}/.well-known/openid-configuration`,
    env: {
      PROVIDER_URL: provider.url,
      PROVIDER_CLIENT: JSON.stringify({
        client_id: provider.clientId,
        client_secret: provider.clientSecret,
        redirect_uris: [`${demo.url}/api/auth/callback/oidc`],
      }),
    },
    reuseExistingServer: false,
  };
}

// The main process reads this file before it starts the services; the workers read it again.
if (process.env["TEST_WORKER_INDEX"] === undefined && process.env["E2E_KEEP_DATA"] === undefined) {
  for (const { dataDirectory } of [demo, empty]) rmSync(dataDirectory, { recursive: true, force: true });
}

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  forbidOnly: Boolean(process.env["CI"]),
  // A machine that stalls is not the product's fault; the summary names what passed only the second time.
  retries: process.env["CI"] ? 1 : 0,
  workers: 2,
  timeout: 90_000,
  reporter: [["list"], ["json", { outputFile: "../test-results/e2e.json" }]],
  expect: { timeout: 15_000 },
  use: {
    // Its snapshots of the page show what happened; a film beside costs a fifth of the processors.
    trace: { mode: "retain-on-failure", screenshots: false },
    launchOptions: {
      ...(process.env["CHROMIUM_PATH"] ? { executablePath: process.env["CHROMIUM_PATH"] } : {}),
      args: process.getuid?.() === 0 ? [...arguments_, "--no-sandbox"] : arguments_,
    },
  },
  projects: [
    {
      // Its files run one after the other: begun first, the browser's fill the other worker meanwhile.
      name: "whole configuration",
      testMatch: wholeConfiguration,
      workers: 1,
      timeout: 180_000,
      use: { baseURL: empty.url },
    },
    {
      name: "browser",
      testIgnore: wholeConfiguration,
      // Its specs share the demo; each makes what it changes under a name of its own.
      fullyParallel: true,
      use: { baseURL: demo.url, viewport: { width: 1280, height: 800 } },
    },
  ],
  webServer: [startProvider(), start(demo, openId), start(empty, {}, "--empty")],
});
