import { createHash } from "node:crypto";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import { compileSnapshot, type Snapshot } from "@/lib/decision/snapshot";
import { patchSchema, releaseSchema, type Build } from "@/lib/releases/release";
import { answer } from "@/lib/serving/answer";
import { rule } from "@/lib/testing/configurations";

import type { Failure } from "./failure";
import { planVerification } from "./list-states";
import type { Means } from "./look-at-file";
import { nothingKept, verifyFiles, verifyStates, type Kept } from "./verify";

const targets = Array.from({ length: 8 }, (_, index) => `Linux_x86_64-gcc3-${index}`);
const locales = Array.from({ length: 50 }, (_, index) => `l${String(index).padStart(2, "0")}`);
const versions = Array.from({ length: 14 }, (_, index) => `${100 + index}.0`);
const newest = "Heron-113.0";
const subject = { product: "Heron", release: newest, channel: null };
const means: Means = {
  fetch,
  now: () => Date.now(),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  patience: 5_000,
  mayFollow: () => false,
};

const server: Server = createServer();
let origin: string;
let live: Snapshot;
let asked = 0;

/** What is at an address; the length says that the larger a file, the more its text is repeated. */
const contentOf = (path: string) => Buffer.from(path.repeat(path.includes("/complete/") ? 4 : 2));

/** What the file server does at some addresses, by how their paths end. */
const planted: readonly [ends: string, status: number, headers: Record<string, string>, body?: string][] = [
  ["/complete/*/Linux_x86_64-gcc3-0/l01", 404, {}],
  ["/complete/*/Linux_x86_64-gcc3-0/l02", 206, { "content-range": "bytes 0-2/7" }, "abc"],
  ["/complete/*/Linux_x86_64-gcc3-0/l03", 302, { location: "/sign-in.html" }],
  ["/complete/*/Linux_x86_64-gcc3-0/l04", 200, { "content-type": "text/html; charset=utf-8" }, "<html>"],
  ["/partial/Heron-112.0/Linux_x86_64-gcc3-1/l05", 503, {}],
];

function build(version: string, buildTarget: string, locale: string): Build {
  const index = versions.indexOf(version);
  const sources = version === "113.0" ? versions.slice(index - 2, index).map((one) => `Heron-${one}`) : [];
  const patch = (type: "complete" | "partial", from: string) => {
    const path = `/${version}/${type}/${from}/${buildTarget}/${locale}`;
    const content = contentOf(path);
    const hashValue = createHash("sha512").update(content).digest("hex");
    return patchSchema.parse({ type, from, size: content.length, hashValue, url: origin + path });
  };
  return {
    buildTarget,
    locale,
    buildID: `2026010${String(100000 + index)}`,
    attributes: {},
    patches: [patch("complete", "*"), ...sources.map((from) => patch("partial", from))],
  };
}

function makeRelease(version: string, alter: (build: Build) => Build | null): ConfiguredRelease {
  const builds = targets.flatMap((target) =>
    locales.flatMap((locale) => alter(build(version, target, locale)) ?? []),
  );
  const attributes = { appVersion: version, displayVersion: version, detailsURL: "https://heron.example/" };
  const content = { kind: "application", attributes };
  return { ...releaseSchema.parse({ name: `Heron-${version}`, product: "Heron", content }), builds };
}

function snapshotWith(alter: (build: Build) => Build | null, shutOffs: object[] = []): Snapshot {
  return compileSnapshot({
    revision: 1,
    settings: { throttle: 100, forceHosts: [] },
    products: [{ name: "Heron", comment: null, throttle: 100, versionOrder: "mozilla" }],
    rules: [rule({ product: "Heron", channel: "release", mapping: newest })],
    releases: versions.map((version) => makeRelease(version, version === "113.0" ? alter : (one) => one)),
    pins: [],
    allowedDomains: [{ host: new URL(origin).host, pathPattern: "", products: ["Heron"], position: 0 }],
    shutOffs: shutOffs as Snapshot["input"]["shutOffs"],
  });
}

const isAt = ({ buildTarget, locale }: Build, target: number, at: string) =>
  buildTarget === targets[target] && locale === at;

/** What the configuration itself has wrong: a locale less, and a partial that is larger than the complete. */
function configured(one: Build): Build | null {
  if (isAt(one, 2, "l10")) return null;
  if (!isAt(one, 3, "l11")) return one;
  const enlarge = (patch: Build["patches"][number]) =>
    patch.from === "Heron-112.0" ? { ...patch, size: 100_000 } : patch;
  return { ...one, patches: one.patches.map(enlarge) };
}

/** What the live service answers otherwise than configured. */
function served(one: Build): Build | null {
  const same = configured(one);
  if (same && isAt(one, 4, "l12")) return { ...same, buildID: "20260101999999" };
  if (same && isAt(one, 5, "l13")) return { ...same, patches: same.patches.slice(0, 1) };
  return same;
}

function serveFile(
  { method, url, isPart }: { method: string; url: string; isPart: boolean },
  response: ServerResponse,
): void {
  const content = contentOf(url);
  // Of the right size, but other bytes than those of which the hash is.
  if (url.endsWith("/complete/*/Linux_x86_64-gcc3-6/l14")) content.fill("x");
  response.writeHead(isPart ? 206 : 200, {
    "content-type": "application/octet-stream",
    ...(isPart && { "content-range": `bytes 0-2/${content.length}` }),
    "content-length": isPart ? 3 : content.length,
  });
  response.end(method === "HEAD" ? undefined : isPart ? content.subarray(0, 3) : content);
}

beforeAll(async () => {
  server.on("request", ({ method = "", url = "", headers }, response) => {
    asked++;
    if (url.startsWith("/update/")) {
      const request = { method, url, userAgent: undefined, address: "127.0.0.1" };
      const said = answer(live, request, { roll: () => 99, sticky: false, maxAge: 0 });
      response.writeHead(said.status, said.headers).end(said.body);
      return;
    }
    const [, status, own, body] = planted.find(([ends]) => url.endsWith(ends)) ?? [];
    if (status !== undefined) {
      response.writeHead(status, own).end(body);
      return;
    }
    serveFile({ method, url, isPart: headers.range !== undefined }, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const off = { product: "Heron", channel: "release", reason: "", buildTarget: targets[7], version: "100.0" };
  live = snapshotWith(served, [{ ...off, locale: "l15" }]);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const pace = { parallel: 16, rate: 0 };
const verifying = (kept: Kept = nothingKept) => ({ means, pace, kept, advance: () => undefined });

/** Cause, place and how often. */
function told(failures: readonly Failure[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { cause, client, users } of failures) {
    const { buildTarget = "", locale = "" } = client ?? users[0] ?? {};
    const key = `${cause} ${buildTarget.slice(-1)}/${locale}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

test(
  "every planted fault is found and named over 5,000 states, and nothing else",
  { timeout: 120_000 },
  async () => {
    const plan = planVerification(snapshotWith(configured), subject);
    expect(plan.states).toHaveLength(13 * 8 * 50);
    expect(plan.skipped).toEqual({ "the client is as new": 399 });
    const { failures, files } = await verifyStates(plan.states, origin, verifying());
    expect(told(failures)).toEqual({
      "missing locale 2/l10": 13,
      "partial larger than complete 3/l11": 1,
      "wrong build ID 4/l12": 13,
      // Of the two versions that there are partials for.
      "patch type missing 5/l13": 2,
      "no update 7/l15": 1,
    });
    const before = asked;
    expect(told(await verifyFiles(files, "full", verifying()))).toEqual({
      "no file 0/l01": 1,
      "bad status 0/l02": 1,
      "redirect 0/l03": 1,
      "HTML instead of a file 0/l04": 1,
      "bad status 1/l05": 1,
      "wrong hash 6/l14": 1,
      "wrong size 3/l11": 1,
    });
    // Each file once, however many clients get it: one build less, and one without partials.
    expect(asked - before).toBe(399 * 3 - 2);
    expect(told(await verifyFiles(files, "range", verifying()))).toEqual({
      "no file 0/l01": 1,
      "wrong size 0/l02": 1,
      "redirect 0/l03": 1,
      "HTML instead of a file 0/l04": 1,
      "bad status 1/l05": 1,
      "wrong size 3/l11": 1,
    });
    expect(plan.faults).toMatchObject([{ cause: "partial larger than complete", user: { locale: "l11" } }]);
    expect(plan.files).toHaveLength(399 * 3);
  },
);

test("a verification that broke off asks only what it had not asked", { timeout: 60_000 }, async () => {
  const plan = planVerification(snapshotWith(configured), { ...subject, channel: "release" });
  const states = plan.states.slice(0, 100);
  const found = new Map<string, Parameters<Kept["note"]>[1]>();
  const kept: Kept = { find: (key) => found.get(key), note: (key, one) => void found.set(key, one) };
  const first = await verifyStates(states.slice(0, 60), origin, verifying(kept));
  const before = asked;
  const second = await verifyStates(states, origin, verifying(kept));
  expect(asked - before).toBe(40);
  expect(second.files.length).toBeGreaterThanOrEqual(first.files.length);
  const whole = await verifyStates(states, origin, verifying());
  expect(told(second.failures)).toEqual(told(whole.failures));
});

test("a service that is not there is told for every state, and does not end the verification", async () => {
  const plan = planVerification(snapshotWith(configured), subject);
  const { failures } = await verifyStates(plan.states.slice(0, 3), "http://127.0.0.1:9", verifying());
  expect(failures.map(({ cause }) => cause)).toEqual(["no answer", "no answer", "no answer"]);
});

test("no more is asked in a second than the rate allows", async () => {
  const plan = planVerification(snapshotWith(configured), subject);
  let now = 0;
  const clock = { ...means, now: () => now, pause: (ms: number) => Promise.resolve(void (now += ms)) };
  const slow = { means: clock, pace: { parallel: 1, rate: 10 }, kept: nothingKept, advance: () => undefined };
  await verifyStates(plan.states.slice(0, 21), origin, slow);
  expect(now).toBeCloseTo(2_000);
});
