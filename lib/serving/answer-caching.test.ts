import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";

import { plainCaching, type Caching } from "@/lib/caching/caching";
import { compileSnapshot } from "@/lib/decision/snapshot";
import { demoConfiguration } from "@/lib/demo/configuration";
import { isSignedBy } from "@/lib/signing/content-signature";

import { answer, notModified, type Answer, type ServingPolicy } from "./answer";
import { httpSettings } from "./http-settings";
import { signerFrom } from "./signing-file";

const configuration = demoConfiguration();
const snapshot = compileSnapshot({
  ...configuration,
  revision: 1,
  rules: configuration.rules.map((rule, index) => ({ ...rule, id: rule.id ?? index + 1, rowVersion: 1 })),
  shutOffs: [
    { product: "Heron", channel: "esr", buildTarget: null, version: null, locale: null, reason: "Crashes" },
  ],
});
const plain: ServingPolicy = { roll: () => 0, sticky: true, maxAge: 90 };
const cached = (caching: Partial<Caching>): ServingPolicy => {
  return { ...plain, caching: { ...plainCaching, ...caching } };
};

const ask = (policy: ServingPolicy, product = "Heron", channel = "release", version = "97.0.1") =>
  answer(
    snapshot,
    {
      method: "GET",
      url: `/update/3/${product}/${version}/20261020130455/Linux_x86_64-gcc3/de/${channel}/Linux/default/default/update.xml?force=1`,
      userAgent: undefined,
      address: "192.0.2.1",
    },
    policy,
  );

const header = ({ headers }: Answer, name: string) => {
  const index = headers.indexOf(name);
  return index < 0 ? undefined : headers[index + 1];
};

describe("an entity tag", () => {
  test("is that of the body, whatever else differs", () => {
    const offer = ask(plain);
    expect(header(offer, "ETag")).toMatch(/^"[\w-]{22}"$/);
    expect(header(ask({ ...plain, maxAge: 1 }), "ETag")).toBe(header(offer, "ETag"));
    expect(header(ask(plain, "Heron", "release", "999.0"), "ETag")).not.toBe(header(offer, "ETag"));
  });

  test("spares the body and what tells of it", () => {
    const same = notModified(ask(cached({ keys: "both" })));
    expect(same.status).toBe(304);
    expect(same.body).toBe("");
    expect(header(same, "ETag")).toBeDefined();
    expect(header(same, "Cache-Control")).toBe("public, max-age=90");
    expect(header(same, "Surrogate-Key")).toBeDefined();
    expect(header(same, "Content-Length")).toBeUndefined();
    expect(header(same, "Content-Type")).toBeUndefined();
  });
});

describe("what caches are told", () => {
  const told = (policy: ServingPolicy, channel?: string, version?: string) =>
    header(ask(policy, "Heron", channel, version), "Cache-Control");

  test("is an age for each kind of answer", () => {
    const ages = cached({ maxAgeNothing: 300, maxAgeShutOff: 10 });
    expect(told(ages)).toBe("public, max-age=90");
    expect(told(ages, "release", "999.0")).toBe("public, max-age=300");
    expect(told(ages, "esr")).toBe("public, max-age=10");
    expect(told(cached({ maxAgeNothing: 300 }), "esr")).toBe("public, max-age=300");
  });

  test("is more for shared caches, which can be purged", () => {
    expect(told(cached({ sharedMaxAge: 86_400, stale: 60 }))).toBe(
      "public, max-age=90, s-maxage=86400, stale-while-revalidate=60, stale-if-error=60",
    );
  });

  test("are keys of the client's product and channel, and none that the client made up", () => {
    const keys = (product: string, channel: string) =>
      header(ask(cached({ keys: "surrogate-key" }), product, channel), "Surrogate-Key");
    expect(keys("Heron", "release")).toBe("aus3 aus3/Heron aus3/Heron/release");
    expect(keys("Heron", "esr")).toBe("aus3 aus3/Heron aus3/Heron/esr");
    expect(keys("Heron", "made-up")).toBe("aus3 aus3/Heron aus3/Heron/~");
    expect(keys("MadeUp", "release")).toBe("aus3 aus3/~ aus3/~/~");
    expect(header(ask(cached({ keys: "cache-tag" })), "Cache-Tag")).toBe(
      "aus3,aus3/Heron,aus3/Heron/release",
    );
    expect(header(ask(plain), "Surrogate-Key")).toBeUndefined();
  });
});

describe("signatures", () => {
  const folder = mkdtempSync(join(tmpdir(), "signing-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const write = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const pair = (name: string) => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "secp384r1" });
    write(name, privateKey.export({ type: "pkcs8", format: "pem" }));
    return publicKey;
  };
  const heron = pair("heron.pem");
  const others = pair("others.pem");
  const x5u = "https://keys.example.com/chain.pem";
  const signing = write(
    "signing.json",
    JSON.stringify({ Heron: { key: "heron.pem", x5u }, "*": { key: "others.pem", x5u } }),
  );

  test("are made with the key of the client's product, once for each answer", () => {
    const sign = vi.fn(signerFrom(signing));
    const policy = { ...plain, sign };
    const own = ask(policy);
    expect(isSignedBy(heron, header(own, "Content-Signature")!, own.body)).toBe(true);
    const other = ask(policy, "Unknown");
    expect(isSignedBy(others, header(other, "Content-Signature")!, other.body)).toBe(true);
    const made = sign.mock.calls.length;
    ask(policy);
    ask(policy, "Unknown");
    expect(sign).toHaveBeenCalledTimes(made);
  });

  test.each([
    ["no file", () => join(folder, "absent.json"), "can't be read"],
    ["no address", () => write("a.json", '{"Heron":{"key":"heron.pem","x5u":"http://x"}}'), "https"],
    ["no key", () => write("b.json", `{"Heron":{"key":"absent.pem","x5u":"${x5u}"}}`), "absent.pem"],
  ])("%s: the start ends with the file and what is wrong", (_, file, problem) => {
    expect(() => signerFrom(file())).toThrow(problem);
  });
});

test("settings that can't be used are told by name", () => {
  vi.stubEnv("AUS_CACHE_KEYS", "all");
  vi.stubEnv("AUS_STALE", "soon");
  expect(() => httpSettings()).toThrow(/AUS_STALE must be a number.*\n.*AUS_CACHE_KEYS must be one of: off/);
  vi.unstubAllEnvs();
});
