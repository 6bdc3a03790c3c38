import { expect, test } from "vitest";

import { purgeRequests } from "./purge-requests";

type Asked = Parameters<typeof purgeRequests>[0];

const of = (adapter: Asked["adapter"], keys: string[], credential: string | null = null) =>
  purgeRequests({ adapter, url: "https://cache.example.com/x", credential, keys, revision: 7 }, "delivery-1");

test("Varnish is told a pattern that finds exactly the keys in a header of keys", () => {
  const [ban] = of("varnish", ["aus3/Fire.fox/release", "aus3/Heron"]);
  expect(ban).toMatchObject({
    method: "BAN",
    headers: { "surrogate-key": "aus3/Fire.fox/release aus3/Heron" },
  });
  expect(ban!.headers["x-ban"]).not.toMatch(/[\s\\"]/);
  const pattern = new RegExp(ban!.headers["x-ban"]!);
  expect("aus3 aus3/Heron aus3/Heron/release").toMatch(pattern);
  expect("aus3 aus3/Fire.fox aus3/Fire.fox/release").toMatch(pattern);
  expect("aus3 aus3/Fire.fox aus3/Fire.fox/releasetest").not.toMatch(pattern);
  expect("aus3 aus3/FireXfox aus3/FireXfox/release").not.toMatch(pattern);
  expect("aus3 aus3/Heronry aus3/Heronry/release").not.toMatch(pattern);
});

test("Varnish with xkey is told the keys", () => {
  expect(of("varnish-xkey", ["aus3/A", "aus3/B"], "token")).toEqual([
    {
      method: "PURGE",
      url: "https://cache.example.com/x",
      headers: { authorization: "Bearer token", "xkey-purge": "aus3/A aus3/B" },
      body: null,
      fine: [],
    },
  ]);
});

test("nginx is told what its keys begin with, and takes nothing to do as done", () => {
  expect(of("nginx", ["aus3", "aus3/A", "aus3/A/beta"]).map(({ method, url }) => `${method} ${url}`)).toEqual(
    [
      "PURGE https://cache.example.com/x/*",
      "PURGE https://cache.example.com/x/A/*",
      "PURGE https://cache.example.com/x/A/beta/*",
    ],
  );
  expect(of("nginx", ["aus3"])[0]!.fine).toContain(412);
});

test("Fastly and Cloudflare are told no more keys at once than they take", () => {
  const keys = Array.from({ length: 300 }, (_, index) => `aus3/P/c${index}`);
  const fastly = of("fastly", keys, "token");
  expect(fastly).toHaveLength(2);
  expect(fastly[0]!.headers["fastly-key"]).toBe("token");
  const told = fastly.flatMap(({ headers }) => headers["surrogate-key"]!.split(" "));
  expect(told).toEqual(keys);
  const cloudflare = of("cloudflare", keys, "token");
  expect(cloudflare).toHaveLength(10);
  expect(cloudflare.flatMap(({ body }) => (JSON.parse(body!) as { tags: string[] }).tags)).toEqual(keys);
  expect(cloudflare[0]!.headers["authorization"]).toBe("Bearer token");
});

test("CloudFront is told the paths of the products, and all where a product is not known", () => {
  const [request] = of("cloudfront", ["aus3/Fire=20fox/release", "aus3/Fire=20fox/beta"]);
  const paths = [...request!.body!.matchAll(/<Path>([^<]*)<\/Path>/g)].map(([, path]) => path);
  expect(paths).toContain("/update/6/Fire%20fox/*");
  expect(paths).toContain("/json/1/Fire%20fox/*");
  expect(request!.body).toContain(`<Quantity>${paths.length}</Quantity>`);
  expect(request!.body).toContain("<CallerReference>delivery-1-0</CallerReference>");
  expect(of("cloudfront", ["aus3"])[0]!.body).toContain("<Path>/*</Path>");
});

test("any other cache is told keys and revision", () => {
  const [request] = of("http", ["aus3/A"]);
  expect(request).toMatchObject({ method: "POST", headers: { "surrogate-key": "aus3/A" } });
  expect(JSON.parse(request!.body!)).toEqual({ id: "delivery-1", revision: 7, keys: ["aus3/A"] });
});
