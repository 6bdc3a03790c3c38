import { shutOffSchema } from "@/lib/configuration/configuration";
import { describe, expect, test } from "vitest";

import {
  build,
  patch,
  product,
  queryOf,
  release,
  rule,
  snapshot,
  updatePath,
} from "@/lib/testing/configurations";

import { decide, type ClientRoll } from "./decide";
import type { Decision } from "./decision";
import type { Snapshot } from "./snapshot";

const never: ClientRoll = () => {
  throw new Error("nothing was to be rolled");
};

function ask(served: Snapshot, path = updatePath(), roll: ClientRoll = never): Decision {
  return decide(served, queryOf(path), roll);
}

function reasonOf({ outcome }: Decision): string {
  return outcome.kind === "nothing" ? outcome.reason : outcome.kind;
}

function releaseOf({ outcome }: Decision): string | null {
  return outcome.kind === "nothing" ? null : outcome.release.release.name;
}

const shutOff = (fields: object) => shutOffSchema.parse({ product: "Heron", channel: "*", ...fields });

test("a client of an older version gets the release that its rule maps to", () => {
  const decision = ask(snapshot());
  expect(releaseOf(decision)).toBe("Heron-130.0");
  expect(decision.rule?.id).toBe(1);
  expect(decision.rolled).toBe(false);
});

describe("an update is refused because", () => {
  test.each([
    ["no rule matches", {}, { product: "Osprey" }],
    ["the client is as new", {}, { version: "130.0", buildID: "20240901000000" }],
    ["the client is as new", {}, { version: "130.0", buildID: "20240902000000" }],
    ["the client is newer", {}, { version: "130.0.1" }],
    ["the client's version cannot be read", {}, { version: "129.0b1" }],
    ["the release has no build for this build target and locale", {}, { locale: "fr" }],
    ["the release has no build for this build target and locale", {}, { buildTarget: "constructor" }],
    ["the rule maps to nothing", { rules: [rule({ mapping: null })] }, {}],
    ["the release does not exist", { rules: [rule({ mapping: "Heron-131.0" })] }, {}],
    ["shut off", { shutOffs: [shutOff({ product: "Heron", channel: "release" })] }, {}],
    ["shut off", { shutOffs: [shutOff({ product: "Heron", channel: "*" })] }, {}],
    ["shut off", { shutOffs: [shutOff({ product: "*", channel: "*" })] }, {}],
    [
      "shut off",
      { shutOffs: [shutOff({ product: "Heron", channel: "release" })] },
      { channel: "release-cck-acme" },
    ],
  ])("%s", (reason, configured, asked) => {
    expect(reasonOf(ask(snapshot(configured), updatePath(asked)))).toBe(reason);
  });

  test.each([
    [{ buildTarget: "Linux_x86_64-gcc3" }, "shut off"],
    [{ buildTarget: "Linux_aarch64-gcc3" }, "update"],
    [{ version: "<129.0.1" }, "shut off"],
    [{ version: "<129.0" }, "update"],
    [{ locale: "fr,de" }, "shut off"],
    [{ locale: "fr" }, "update"],
    [{ buildTarget: "Linux_x86_64-gcc3", locale: "fr" }, "update"],
    [{ product: "*", version: "129.*" }, "shut off"],
  ])("a narrower shut-off stops whom a rule of the same conditions would match: %o", (fields, reason) => {
    expect(reasonOf(ask(snapshot({ shutOffs: [shutOff(fields)] })))).toBe(reason);
  });

  test("a shut-off of another channel stops nobody here", () => {
    const served = snapshot({ shutOffs: [shutOff({ product: "Heron", channel: "release*" })] });
    expect(reasonOf(ask(served))).toBe("update");
  });
});

test("a client of the same version with an older build ID gets the new build", () => {
  expect(reasonOf(ask(snapshot(), updatePath({ version: "130.0", buildID: "20240831000000" })))).toBe(
    "update",
  );
});

describe("a throttle", () => {
  const throttled = rule({ backgroundRate: 25, fallbackMapping: "Heron-129.1" });
  const fallback = release({
    name: "Heron-129.1",
    content: { attributes: { appVersion: "129.1" } },
    builds: [build({ buildID: "20240815000000" })],
  });
  const served = snapshot({ rules: [throttled], releases: [release(), fallback] });

  test.each([
    [24, "", "Heron-130.0", true],
    [25, "", "Heron-129.1", true],
    [99, "?force=1", "Heron-130.0", false],
    [0, "?force=-1", "Heron-129.1", false],
    [0, "?force=0", "Heron-130.0", true],
  ])("of 25 %% and a roll of %i with %j gives %s", (fallen, parameters, expected, rolled) => {
    const decision = ask(served, updatePath({}, parameters), () => fallen);
    expect([releaseOf(decision), decision.rolled]).toEqual([expected, rolled]);
  });

  test("of 0 % serves the fallback to all background checks without a roll", () => {
    const closed = snapshot({ rules: [rule({ backgroundRate: 0 })] });
    expect(reasonOf(ask(closed))).toBe("held back by the background rate");
    expect(reasonOf(ask(closed, updatePath({}, "?force=1")))).toBe("update");
  });

  test("of everything, and of a product, comes before the rules and spares people who ask", () => {
    const global = snapshot({ settings: { throttle: 10, forceHosts: [] } });
    expect(reasonOf(ask(global, updatePath(), () => 10))).toBe("held back by the global throttle");
    expect(reasonOf(ask(global, updatePath(), () => 9))).toBe("update");
    const ofProduct = snapshot({ products: [product({ throttle: 10 })] });
    expect(reasonOf(ask(ofProduct, updatePath(), () => 10))).toBe("held back by the product's throttle");
    expect(reasonOf(ask(ofProduct, updatePath({}, "?force=1")))).toBe("update");
  });
});

describe("patches", () => {
  const old = release({
    name: "Heron-129.0",
    content: { attributes: { appVersion: "129.0" } },
    builds: [build({ buildID: "20240801000000", patches: [] })],
  });
  const partial = patch({
    type: "partial",
    from: "Heron-129.0",
    url: "https://download.heron.example/p.mar",
  });
  const chosen = (decision: Decision) =>
    decision.outcome.kind === "update"
      ? [decision.outcome.complete?.url ?? null, decision.outcome.partial?.url ?? null]
      : decision.outcome;
  const complete = patch().url;

  test("one step up gets the partial, everyone the complete", () => {
    const served = snapshot({
      releases: [release({ builds: [build({ patches: [patch(), partial] })] }), old],
    });
    expect(chosen(ask(served))).toEqual([complete, partial.url]);
    expect(chosen(ask(served, updatePath({ buildID: "20240701000000" })))).toEqual([complete, null]);
  });

  test("from a release that is not there never apply", () => {
    const served = snapshot({ releases: [release({ builds: [build({ patches: [patch(), partial] })] })] });
    expect(chosen(ask(served))).toEqual([complete, null]);
  });

  test("to a forbidden host are dropped, and the update stays", () => {
    const served = snapshot({ allowedDomains: [] });
    expect(chosen(ask(served))).toEqual([null, null]);
  });

  test("come from the first block of templates that is not empty: channel, fallback, any", () => {
    const templates = (name: string) => ({
      complete: { "*": `https://download.heron.example/${name}/%LOCALE%/%OS_FTP%.mar` },
    });
    const content = {
      urlTemplates: { release: templates("release"), "*": templates("any"), beta: {} },
      buildTargets: { "Linux_x86_64-gcc3": { osFtp: "linux64" } },
    };
    const served = snapshot({
      releases: [release({ content, builds: [build({ patches: [patch({ url: null })] })] })],
    });
    const urlFor = (channel: string) => chosen(ask(served, updatePath({ channel })));
    expect(urlFor("release-cck-acme")).toEqual([
      "https://download.heron.example/release/de/linux64.mar",
      null,
    ]);
    expect(urlFor("beta")).toEqual(["https://download.heron.example/any/de/linux64.mar", null]);
  });

  test("without a template for the complete there is no update", () => {
    const served = snapshot({
      releases: [release({ builds: [build({ patches: [patch({ url: null })] })] })],
    });
    expect(reasonOf(ask(served))).toBe("no complete patch");
  });

  test("of a build target are those of the one that it stands for", () => {
    const content = { buildTargets: { "Linux_x86_64-gcc3-asan": { alias: "Linux_x86_64-gcc3" } } };
    const served = snapshot({ releases: [release({ content })] });
    expect(chosen(ask(served, updatePath({ buildTarget: "Linux_x86_64-gcc3-asan" })))).toEqual([
      complete,
      null,
    ]);
  });
});

describe("a pin", () => {
  const esr = release({
    name: "Heron-115.9",
    content: { attributes: { appVersion: "115.9" } },
    builds: [build({ buildID: "20240301000000" })],
  });
  const served = snapshot({
    releases: [release(), esr],
    pins: [{ product: "Heron", channel: "release", version: "115.", mapping: "Heron-115.9" }],
  });

  test.each([
    ["115.0", "?pin=115.", "Heron-115.9"],
    ["115.0", "?pin=0115.", "Heron-115.9"],
    ["115.0", "?pin=130.", "Heron-130.0"],
    ["115.0", "?pin=116.", "Heron-130.0"],
    ["115.0", "?pin=nonsense", "Heron-130.0"],
    ["115.9.1", "?pin=115.", null],
  ])("client of %s with %s gets %s", (version, parameters, expected) => {
    expect(releaseOf(ask(served, updatePath({ version }, parameters)))).toBe(expected);
  });
});

describe("add-ons", () => {
  const file = { url: "https://download.heron.example/a.zip", hashValue: "ff", size: 5 };
  const plugins = (name: string, product = "Heron", mirrorURLs: string[] = []) =>
    release({
      name,
      product,
      content: {
        kind: "plugins",
        hashFunction: "sha512",
        addons: { [name]: { version: "1", files: { default: { ...file, mirrorURLs } } } },
      },
      builds: [],
    });
  const ids = ({ outcome }: Decision) =>
    outcome.kind === "addons" ? outcome.addons?.map(({ id }) => id) : outcome;

  test("of system add-ons are none, or the order to uninstall all", () => {
    const system = (uninstall: boolean) =>
      snapshot({
        releases: [
          release({ content: { kind: "system-addons", hashFunction: "sha512", uninstall }, builds: [] }),
        ],
      });
    expect(ids(ask(system(true)))).toEqual([]);
    expect(ids(ask(system(false)))).toBeUndefined();
  });

  test("of a bundle's products follow each product's own rules", () => {
    const served = snapshot({
      rules: [
        rule({ mapping: "bundle" }),
        rule({ id: 2, product: "A", mapping: "a" }),
        rule({ id: 3, product: "B", mapping: "b", backgroundRate: 50 }),
      ],
      products: [product(), product({ name: "A" }), product({ name: "B" })],
      releases: [
        release({ name: "bundle", content: { kind: "bundle", products: ["A", "B", "missing"] }, builds: [] }),
        plugins("a", "A"),
        plugins("b", "B"),
      ],
      allowedDomains: [
        { host: "download.heron.example", pathPattern: "", products: ["A", "B"], position: 0 },
      ],
    });
    expect(ids(ask(served, updatePath(), () => 0))).toEqual(["a", "b"]);
    const held = ask(served, updatePath(), () => 50);
    expect([ids(held), held.rolled, held.rule?.id]).toEqual([["a"], true, 1]);
  });

  test("of bundles inside bundles are none, however they are nested", () => {
    const served = snapshot({
      rules: [rule({ mapping: "bundle" })],
      releases: [release({ name: "bundle", content: { kind: "bundle", products: ["Heron"] }, builds: [] })],
    });
    expect(ids(ask(served))).toEqual([]);
  });
});
