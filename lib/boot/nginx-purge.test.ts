import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

const cache = mkdtempSync(join(tmpdir(), "nginx-cache-"));
let program: ChildProcess;
let port: number;

beforeAll(async () => {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  ({ port } = probe.address() as AddressInfo);
  await new Promise((resolve) => probe.close(resolve));
  program = spawn(process.execPath, ["deploy/nginx-purge.mjs", cache, `127.0.0.1:${port}`], {
    env: { ...process.env, PURGE_CREDENTIAL: "open sesame" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(program.stdout!, "data");
});

afterAll(() => {
  program.kill();
  rmSync(cache, { recursive: true });
});

const products = ["A", "A.b", "AXb"];
const channels = ["beta", "betatest", "release"];
const fileOf = (product: string, channel: string, n: number) =>
  join(cache, String(n % 3), `${product}-${channel}-${n}`);

beforeEach(() => {
  for (const n of [0, 1, 2, 3, 4, 5]) {
    mkdirSync(join(cache, String(n % 3)), { recursive: true });
    for (const product of products) {
      for (const channel of channels) {
        const keys = `aus3 aus3/${product} aus3/${product}/${channel}`;
        const head = `\0\0KEY: /update/${n}\nHTTP/1.1 200 OK\r\nSurrogate-Key: ${keys}\r\nX-A: b\r\n\r\n`;
        writeFileSync(fileOf(product, channel, n), `${head}Surrogate-Key: aus3/body`);
      }
    }
  }
});

async function purge(path: string, { method = "PURGE", credential = "open sesame" } = {}) {
  const headers = { authorization: `Bearer ${credential}` };
  const sent = request({ host: "127.0.0.1", port, path, method, headers }).end();
  const [answer] = (await once(sent, "response")) as [NodeJS.ReadableStream & { statusCode: number }];
  return { status: answer.statusCode, ...(JSON.parse(await text(answer)) as { purged?: number }) };
}

const kept = () =>
  products.flatMap((product) =>
    channels
      .filter((channel) => [0, 1, 2, 3, 4, 5].every((n) => existsSync(fileOf(product, channel, n))))
      .map((channel) => `${product}/${channel}`),
  );

test.each([
  ["/purge/A/beta/*", 6, ["A/beta"]],
  ["/A.b/release/*", 6, ["A.b/release"]],
  ["/purge/A.b/*", 18, ["A.b/beta", "A.b/betatest", "A.b/release"]],
  ["/purge/None/*", 0, []],
])("%s deletes those answers and no others", async (path, count, gone) => {
  const before = kept();
  expect(await purge(path)).toMatchObject({ status: 200, purged: count });
  expect(kept()).toEqual(before.filter((name) => !gone.includes(name)));
});

test("everything goes where no product is named", async () => {
  expect(await purge("/purge/*")).toMatchObject({ purged: 54 });
});

test("whoever has not the credential, or does not purge, deletes nothing", async () => {
  expect((await purge("/purge/*", { credential: "other" })).status).toBe(403);
  expect((await purge("/purge/*", { method: "GET" })).status).toBe(405);
  expect((await purge("/purge/a/b/c/*")).status).toBe(400);
  expect((await purge("/purge/body")).status).toBe(400);
  expect(kept()).toHaveLength(9);
});
