// The drill of caches: a change has to take what it touched, and nothing else, out of a real Varnish and a real nginx, and
// be told to a Redis and a memcached.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";

import { checks, need, Program, seconds, signedIn, within } from "./drill-kit.mjs";
import { freePort } from "./free-port.mjs";
import { dataDirectory, root } from "./process.mjs";
import { serve } from "./serve.mjs";
import { localUrl, port } from "./settings.mjs";

const programs = ["varnishd", "nginx", "redis-server", "redis-cli", "memcached"];
const pathOf = (product, channel) =>
  `/update/3/${product}/97.0.1/20261020130455/Linux_x86_64-gcc3/de/${channel}/Linux/default/default/update.xml?force=1`;
const touched = pathOf("Heron", "release");
const others = [pathOf("Heron", "beta"), pathOf("Heron", "nightly-made-up"), pathOf("Osprey", "release")];
/** What no rule names goes with every change of its product: nobody knows which of its rules reach it. */
const alsoTouched = new Set([others[1]]);

/** Shuts off one channel while caches are full. @returns 0 when exactly that went from each */
export async function caches() {
  need(programs);
  await serve({ quiet: true });
  const work = path.join(dataDirectory, "caches");
  fs.rmSync(work, { recursive: true, force: true });
  fs.mkdirSync(work, { recursive: true });
  const started = [await varnish(work), await nginx(work)];
  const stores = [await redis(), await memcached()];
  const ask = await signedIn(localUrl);
  await addHooks(ask, [...started, ...stores]);

  const { check, status } = checks();
  for (const cache of started) {
    for (const at of [touched, ...others]) await cache.hits(at);
    for (const at of [touched, ...others]) check(await cache.hits(at), `${cache.name} keeps ${at}`);
  }
  const began = performance.now();
  await shutOff(ask);
  for (const cache of started) {
    const isGone = await within(
      15_000,
      async () => !(await textOf(cache.url + touched)).includes("<update "),
    );
    check(isGone, `${cache.name} answers what was shut off as shut off, after ${seconds(began)}`);
    for (const at of others) {
      const hits = await cache.hits(at);
      if (alsoTouched.has(at)) check(!hits, `${cache.name} dropped ${at}, which may be meant`);
      else check(hits, `${cache.name} still keeps ${at}`);
    }
  }
  for (const store of stores) {
    check(await within(15_000, () => store.knows("aus3/Heron/release")), `${store.name} has the new version`);
    check(!(await store.knows("aus3/Heron/beta")), `${store.name} has none for another channel`);
  }
  return status();
}

async function varnish(work) {
  const at = await freePort();
  const file = path.join(work, "default.vcl");
  const from = (name) => fs.readFileSync(path.join(root, "deploy/varnish", name), "utf8");
  fs.writeFileSync(path.join(work, "aus3.vcl"), from("aus3.vcl"));
  const text = from("default.vcl").replace('"3000"', `"${port}"`);
  fs.writeFileSync(file, text.replace("/etc/varnish/aus3.vcl", path.join(work, "aus3.vcl")));
  const args = [
    "-F",
    "-a",
    `127.0.0.1:${at}`,
    "-f",
    file,
    "-n",
    path.join(work, "varnish"),
    "-s",
    "malloc,64m",
  ];
  await startOn(at, "varnishd", args);
  return {
    name: "Varnish",
    url: `http://127.0.0.1:${at}`,
    hook: { adapter: "varnish", url: `http://127.0.0.1:${at}/` },
    // Two numbers: this request's, and that of the one which fetched it.
    hits: async (on) => / /.test(await headerOf(`http://127.0.0.1:${at}${on}`, "x-varnish")),
  };
}

async function nginx(work) {
  const [at, agent] = [await freePort(), await freePort()];
  const cache = path.join(work, "nginx-cache");
  const conf = fs
    .readFileSync(path.join(root, "deploy/nginx/aus3.conf"), "utf8")
    .replace("/var/cache/nginx/aus3", cache)
    .replace("listen 80;", `listen 127.0.0.1:${at};`)
    .replace("server 127.0.0.1:3000;", `server 127.0.0.1:${port};`);
  fs.writeFileSync(path.join(work, "aus3.conf"), conf);
  const user = process.getuid?.() === 0 ? "user root;" : "";
  const main = path.join(work, "nginx.conf");
  fs.writeFileSync(
    main,
    `${user} daemon off; pid ${work}/nginx.pid; error_log ${work}/nginx.log; events {}
    http { access_log off; include ${work}/aus3.conf; }`,
  );
  await startOn(at, "nginx", ["-c", main]);
  const script = path.join(root, "deploy/nginx-purge.mjs");
  await startOn(agent, process.execPath, [script, cache, `127.0.0.1:${agent}`]);
  return {
    name: "nginx",
    url: `http://127.0.0.1:${at}`,
    hook: { adapter: "nginx", url: `http://127.0.0.1:${agent}/purge` },
    hits: async (on) => (await headerOf(`http://127.0.0.1:${at}${on}`, "x-cache")) === "HIT",
  };
}

async function redis() {
  const at = await freePort();
  await startOn(at, "redis-server", ["--port", String(at), "--save", "", "--bind", "127.0.0.1"]);
  return {
    name: "Redis",
    hook: { adapter: "redis", url: `redis://127.0.0.1:${at}/0` },
    knows: (key) =>
      Promise.resolve(
        /\d/.test(spawnSync("redis-cli", ["-p", String(at), "--raw", "get", key]).stdout.toString()),
      ),
  };
}

async function memcached() {
  const at = await freePort();
  const user = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
  await startOn(at, "memcached", ["-p", String(at), "-l", "127.0.0.1", ...user]);
  return {
    name: "memcached",
    hook: { adapter: "memcached", url: `memcached://127.0.0.1:${at}` },
    knows: (key) => saysValue(at, key),
  };
}

async function saysValue(at, key) {
  const socket = net.connect(at, "127.0.0.1");
  socket.end(`get ${key}\r\n`);
  let text = "";
  for await (const chunk of socket) text += chunk;
  return text.startsWith("VALUE");
}

/** @param at the port on which it listens when it is ready */
async function startOn(at, program, args) {
  await new Program({ name: program, command: [program, ...args], ready: at, patience: 15_000 }).start();
}

async function addHooks(ask, targets) {
  const suffix = Date.now();
  for (const { name, hook } of targets) {
    await ask("/hooks", { name: `${name}-${suffix}`, events: ["enacted"], ...hook });
  }
}

async function shutOff(ask) {
  await ask("/change-sets", {
    reason: "The drill of caches",
    operations: [
      {
        entity: "shutOff",
        action: "create",
        value: { product: "Heron", channel: "release", reason: "The drill of caches" },
      },
    ],
  });
}

/** Caches close idle connections when they like: what one that was closed answers is asked for again. */
async function textOf(url) {
  try {
    return await (await fetch(url)).text();
  } catch {
    return (await fetch(url)).text();
  }
}

async function headerOf(url, name) {
  const response = await fetch(url);
  await response.arrayBuffer();
  return response.headers.get(name) ?? "";
}
