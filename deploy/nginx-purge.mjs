#!/usr/bin/env node
// Makes nginx's proxy_cache forget answers by product and channel, which nginx itself can't do. It needs nothing but Node
// and this file: run it beside nginx, as the user who owns the cache.
//
//   node nginx-purge.mjs /var/cache/nginx/aus3 [127.0.0.1:8089]
//
// It takes what a hook of the kind "nginx" sends: PURGE /…/*, PURGE /…/Firefox/*, PURGE /…/Firefox/release/*. nginx keeps
// each answer in a file that begins with the headers it came with; those with the key among them are deleted, and nginx
// fetches them anew.
import fs from "node:fs/promises";
import http from "node:http";
import path from "node:path";

const [directory, listen = "127.0.0.1:8089"] = process.argv.slice(2);
const secret = process.env.PURGE_CREDENTIAL ?? "";
/** Bytes of a file in which its headers are looked for. */
const headBytes = 16 * 1024;
const atOnce = 32;

if (directory === undefined || !/^.+:\d+$/.test(listen)) {
  console.error("usage: node nginx-purge.mjs CACHE_DIRECTORY [HOST:PORT]");
  process.exit(2);
}

const server = http.createServer((request, response) => {
  const keys = keyOf(request.url ?? "");
  const wanted = `Bearer ${secret}`;
  if (request.method !== "PURGE") answer(response, 405, { problem: "PURGE only" });
  else if (secret !== "" && request.headers.authorization !== wanted)
    answer(response, 403, { problem: "no" });
  else if (keys === null) answer(response, 400, { problem: "the path has to end in /*" });
  else {
    purge(keys).then(
      (purged) => answer(response, 200, { key: keys, purged }),
      (error) => answer(response, 500, { problem: String(error) }),
    );
  }
});
const colon = listen.lastIndexOf(":");
server.listen(Number(listen.slice(colon + 1)), listen.slice(0, colon).replace(/^\[|\]$/g, ""), () => {
  console.log(`purging ${directory} on ${listen}`);
});
process.on("SIGTERM", () => server.close(() => process.exit(0)));

function answer(response, status, body) {
  response.writeHead(status, { "content-type": "application/json" }).end(`${JSON.stringify(body)}\n`);
}

/** What follows "purge" in the path, as a key. */
function keyOf(url) {
  const match = /^(?:\/purge)?((?:\/[\w.=~-]+){0,2})\/\*$/.exec(url);
  return match === null ? null : `aus3${match[1]}`;
}

/** @returns how many answers it deleted */
async function purge(key) {
  const line = new RegExp(
    `\r\nSurrogate-Key: (?:[^\r\n]* )?${key.replaceAll(".", "\\.")}(?: [^\r\n]*)?\r\n`,
    "i",
  );
  let purged = 0;
  const files = filesBelow(directory);
  const work = async () => {
    for await (const file of files) {
      const removed = (await isOf(file, line)) ? await remove(file) : 0;
      purged += removed;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return purged;
}

async function* filesBelow(folder) {
  const entries = await fs.readdir(folder, { withFileTypes: true }).catch(ignoreGone);
  for (const entry of entries ?? []) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(name);
    else if (entry.isFile()) yield name;
  }
}

async function isOf(file, line) {
  const handle = await fs.open(file).catch(ignoreGone);
  if (!handle) return false;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const text = buffer.toString("latin1", 0, bytesRead);
    const end = text.indexOf("\r\n\r\n");
    return line.test(end < 0 ? text : text.slice(0, end + 2));
  } finally {
    await handle.close();
  }
}

async function remove(file) {
  return fs.unlink(file).then(
    () => 1,
    (error) => ignoreGone(error) ?? 0,
  );
}

/** nginx deletes what is old meanwhile. */
function ignoreGone(error) {
  if (error.code !== "ENOENT") throw error;
  return undefined;
}
