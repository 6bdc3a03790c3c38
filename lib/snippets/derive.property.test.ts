import fc from "fast-check";
import { expect, test } from "vitest";

import { configurationSchema, type Configuration } from "@/lib/configuration/configuration";

import { demandsOf } from "./demand";
import { applyChanges, derivePlan } from "./derive";
import { findDifferences } from "./prove";
import { readTree } from "./tree";

type Generated<Of> = Of extends fc.Arbitrary<infer Value> ? Value : never;

const targets = {
  "Linux_x86-gcc3": { ftp: "linux-i686", bouncer: "linux" },
  "WINNT_x86-msvc": { ftp: "win32", bouncer: "win" },
  "Darwin_Universal-gcc3": { ftp: "mac", bouncer: "osx" },
} as const;

const client = fc.record({
  version: fc.constantFrom("3.5", "3.6", "3.6.3", "3.6.12"),
  buildTarget: fc.constantFrom(...(Object.keys(targets) as (keyof typeof targets)[])),
  buildID: fc.constantFrom("20100101000000", "20100202000000", "20100303000000"),
  locale: fc.constantFrom("de", "en-US", "ja", "ja-JP-mac"),
  channel: fc.constantFrom("release", "beta", "release-cck-acme", "release-cck-zeta"),
});

const offer = fc.record({
  schema: fc.constantFrom(0, 1, 2),
  version: fc.constantFrom("4.0", "4.0.1"),
  buildID: fc.constantFrom<string>("20110101000000", "20110202000000"),
  hash: fc.constantFrom("aa", "bb"),
  hashFunction: fc.constantFrom("sha512", "sha512", "SHA1"),
  place: fc.constantFrom("candidates", "bouncer", "odd"),
  details: fc.constantFrom("none", "localized", "fixed"),
  updateType: fc.constantFrom("minor", "minor", "major"),
  partial: fc.constantFrom("none", "empty", "fake", "fake", "real", "real", "of another build", "alone"),
});

type Client = Generated<typeof client>;
type Offer = Generated<typeof offer>;

/** Few offers for many clients, as real trees have. */
const tree = fc
  .record({
    offers: fc.array(fc.option(offer, { freq: 5 }), { minLength: 1, maxLength: 4 }),
    clients: fc.uniqueArray(fc.tuple(client, fc.nat()), {
      minLength: 1,
      maxLength: 30,
      selector: ([{ version, buildTarget, buildID, locale, channel }]) =>
        [version, buildTarget, buildID, locale, channel].join("/"),
    }),
  })
  .map(({ offers, clients }) =>
    clients.flatMap(([state, choice]) => filesOf(state, offers[choice % offers.length] ?? null)),
  );

function filesOf(state: Client, given: Offer | null): { path: string; text: string }[] {
  const { version, buildTarget, buildID, locale, channel } = state;
  const at = ["Firefox", version, buildTarget, buildID, locale, channel].join("/");
  if (!given) return [{ path: `${at}/complete.txt`, text: "" }];
  const complete = { path: `${at}/complete.txt`, text: snippet(state, given, "complete", given.hash) };
  const real = (offered: Offer) =>
    snippet(state, offered, "partial", `${offered.hash}${buildID.slice(4, 8)}`);
  const texts: Record<Offer["partial"], string | null> = {
    none: null,
    empty: "",
    fake: complete.text.replace(/complete\n/, "partial\n"),
    real: real(given),
    "of another build": real({ ...given, buildID: "20100909000000" }),
    alone: real(given),
  };
  const text = texts[given.partial];
  const partial = text === null ? [] : [{ path: `${at}/partial.txt`, text }];
  return given.partial === "alone" ? partial : [complete, ...partial];
}

function snippet(state: Client, offered: Offer, type: "complete" | "partial", hash: string): string {
  const { version, buildID, hashFunction } = offered;
  const values = [type, urlOf(state, offered, type), hashFunction, hash, "1234", buildID];
  const details = {
    none: [],
    fixed: ["http://www.example.com/notes/"],
    localized: [`http://www.example.com/${state.locale}/notes/`],
  }[offered.details];
  if (offered.schema === 0) return `${[...values, version, version, ...details].join("\n")}\n`;
  const keys = ["type", "url", "hashFunction", "hashValue", "size", "build"];
  const versions =
    offered.schema === 1
      ? [`appv=${version}`, `extv=${version}`]
      : [`displayVersion=${version}`, `appVersion=${version}`, `platformVersion=${version}`];
  return [
    `version=${offered.schema}`,
    ...keys.map((key, i) => `${key}=${values[i] ?? ""}`),
    ...versions,
    ...details.map((url) => `detailsUrl=${url}`),
    ...(offered.updateType === "major" ? ["updateType=major"] : []),
    "",
  ].join("\n");
}

function urlOf(state: Client, { place, version }: Offer, type: "complete" | "partial"): string {
  const { ftp, bouncer } = targets[state.buildTarget];
  const from = type === "partial" ? `${state.version}-` : "";
  switch (place) {
    case "candidates":
      return `http://ftp.example.com/${state.channel}/${version}-candidates/build2/update/${ftp}/${state.locale}/app-${from}${version}.${type}.mar`;
    case "bouncer":
      return `http://download.example.com/?product=app-${from}${version}-${type}&os=${bouncer}&lang=${state.locale}`;
    case "odd":
      return `http://odd.example.com/${type}/${state.channel}/${state.locale.length}/${state.buildID.slice(4, 8)}.mar`;
  }
}

const options = { nightlyChannel: "nightly", branchVersions: {} };

function importInto(
  existing: Configuration,
  files: readonly { path: string; text: string }[],
): Configuration {
  const { states, problems } = readTree(files, options);
  expect(problems).toEqual([]);
  const derived = derivePlan(states, existing);
  expect(derived).not.toHaveProperty("differences");
  return derived.kind === "plan" ? applyChanges(existing, derived.plan.changes) : existing;
}

const nothing = configurationSchema.parse({});

test("every state of any tree is answered as its snippets say, and a second import changes nothing", () => {
  fc.assert(
    fc.property(tree, (files) => {
      const after = configurationSchema.parse(importInto(nothing, files));
      const { states } = readTree(files, options);
      expect(findDifferences(demandsOf(states), after)).toEqual([]);
      expect(derivePlan(states, after).kind).toBe("nothing to change");
    }),
    { numRuns: 300 },
  );
});

test("a tree that is imported over another is answered as it says", () => {
  fc.assert(
    fc.property(tree, tree, (first, second) => {
      const after = importInto(importInto(nothing, first), second);
      expect(findDifferences(demandsOf(readTree(second, options).states), after)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
