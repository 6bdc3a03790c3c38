import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";

import type { Purge } from "@/lib/hooks/store-purge";
import { RecordingCache } from "@/lib/testing/recording-cache";

import { purge } from "./purge";

let cache: RecordingCache;

beforeEach(async () => {
  cache = new RecordingCache();
  await cache.start();
});

afterEach(() => {
  cache.stop();
});

const what = (given: Partial<Purge>): Purge => {
  return {
    adapter: "varnish",
    url: `${cache.url}/`,
    credential: null,
    keys: ["aus3/A/b"],
    revision: 7,
    ...given,
  };
};
const around = { id: "delivery-1", until: undefined, nodes: [] };

test("a cache is told in its own words, and what it refuses is a problem", async () => {
  expect(await purge(what({}), around)).toEqual({ status: 200, problem: null });
  expect(cache.told).toMatchObject([{ method: "BAN", path: "/", headers: { "surrogate-key": "aus3/A/b" } }]);
  cache.statuses = [405, 412];
  expect(await purge(what({}), around)).toEqual({ status: 405, problem: "It answered 405" });
  expect(await purge(what({ adapter: "nginx" }), around)).toEqual({ status: 412, problem: null });
  expect(cache.told.at(-1)).toMatchObject({ method: "PURGE", path: "/A/b/*" });
});

test("CloudFront gets a signed request", async () => {
  await purge(what({ adapter: "cloudfront", credential: "AKIDEXAMPLE:secret" }), around);
  expect(cache.told[0]!.headers["authorization"]).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/cloudfront\/aws4_request, .*Signature=[0-9a-f]{64}$/,
  );
  expect(cache.told[0]!.headers["content-type"]).toBe("application/xml");
  expect(cache.told[0]!.body).toContain("<Path>/update/6/A/*</Path>");
});

test.each(["varnish", "redis", "memcached"] as const)("a %s that is away is a problem", async (adapter) => {
  const gone = createServer();
  await once(gone.listen(0, "127.0.0.1"), "listening");
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  const scheme = adapter === "varnish" ? "http" : adapter;
  const answer = await purge(what({ adapter, url: `${scheme}://127.0.0.1:${port}` }), around);
  expect(answer.status).toBeNull();
  expect(answer.problem).toMatch(/ECONNREFUSED|no memcached|MEMJS|connect/i);
});

test("nothing is purged before the nodes serve the revision", async () => {
  cache.revisions = [5, 6, 6, 7];
  expect((await purge(what({}), { ...around, nodes: [cache.url] })).problem).toBeNull();
  expect(cache.revisions).toEqual([7]);
  expect(cache.told).toHaveLength(1);
});

test("a node that stays behind has it purged now and again later", async () => {
  cache.revisions = [6];
  const nodes = ["http://127.0.0.1:1", cache.url];
  const answer = await purge(what({}), { ...around, nodes });
  expect(cache.told).toHaveLength(1);
  expect(answer.problem).toBe(`It was purged, but has to be again: ${cache.url} still serves less`);
}, 15_000);
