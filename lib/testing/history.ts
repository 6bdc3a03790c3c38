import { system } from "@/lib/access/role";
import { enactPrepared } from "@/lib/changes/service";
import { operationSchema, type Operation } from "@/lib/changes/operation";
import type { CurrentRows } from "@/lib/configuration/diff";
import { acceptableFindings } from "@/lib/configuration/finding";
import { readRows } from "@/lib/configuration/store-rows";
import { keyFieldsOf } from "@/lib/restore/inverse";

import { pick, type Random } from "./random";

const products = ["Heron", "Egret", "Stork"];
const channels = ["release", "beta", "nightly", "release-cck-acme"];
const targets = ["Linux_x86_64-gcc3", "WINNT_x86_64-msvc"];
const locales = ["de", "fr", "en-US"];
const hosts = ["a.example.com", "b.example.com"];

const some = <Item>(random: Random, item: Item): Item | null => (random() < 0.3 ? null : item);
const upTo = (random: Random, most: number) => Math.floor(random() * (most + 1));

type Make = (random: Random, rows: CurrentRows) => object | null;

/** A row of each kind that could be there, whether or not there is one of its key. */
const makers: Readonly<Record<string, Make>> = {
  product: (random) => ({
    name: pick(random, products),
    comment: some(random, `note ${upTo(random, 9)}`),
    throttle: upTo(random, 100),
  }),
  channel: (random, { product }) =>
    product.length === 0
      ? null
      : { product: pick(random, product).name, name: pick(random, channels), comment: some(random, "é 🦊") },
  release: (random, { product }) => {
    if (product.length === 0) return null;
    const owner = pick(random, product).name;
    const version = `${100 + upTo(random, 8)}.0`;
    return {
      name: `${owner}-${version}`,
      product: owner,
      readOnly: random() < 0.2,
      content: {
        kind: "application",
        attributes: { appVersion: version, detailsURL: `https://example.com/${upTo(random, 9)}` },
        urlTemplates: random() < 0.5 ? {} : { "*": { complete: { "*": "https://a.example.com/%LOCALE%" } } },
      },
    };
  },
  build: (random, { release }) =>
    release.length === 0
      ? null
      : {
          release: pick(random, release).name,
          buildTarget: pick(random, targets),
          locale: pick(random, locales),
          buildID: some(random, `2026${upTo(random, 999_999)}`),
          attributes: random() < 0.5 ? {} : { zeta: "1", alpha: "2" },
          patches: Array.from({ length: upTo(random, 2) }, (_, index) => ({
            type: index === 0 ? "complete" : "partial",
            from: index === 0 ? "*" : pick(random, release).name,
            size: upTo(random, 1_000_000),
            hashValue: "abc",
          })),
        },
  rule: (random, { product, release }) => ({
    ...(random() < 0.2 ? { alias: `rule-${upTo(random, 20)}` } : {}),
    priority: upTo(random, 1_000),
    enabled: random() < 0.8,
    backgroundRate: upTo(random, 100),
    mapping: release.length === 0 ? null : some(random, pick(random, release).name),
    fallbackMapping: release.length === 0 || random() < 0.7 ? null : pick(random, release).name,
    product: product.length === 0 ? null : some(random, pick(random, product).name),
    channel: some(random, pick(random, [...channels, "release*"])),
    version: some(random, `<${100 + upTo(random, 9)}.0`),
  }),
  pin: (random, { release }) => {
    if (release.length === 0) return null;
    const { name, product } = pick(random, release);
    return { product, channel: pick(random, channels), version: `${100 + upTo(random, 3)}.`, mapping: name };
  },
  allowedDomain: (random, { product }) => ({
    host: pick(random, hosts),
    pathPattern: random() < 0.7 ? "" : "/pub/.*",
    products: [product.length === 0 ? "Heron" : pick(random, product).name],
    position: upTo(random, 3),
  }),
  shutOff: (random, { product }) => ({
    product: product.length === 0 ? "*" : pick(random, [...product.map(({ name }) => name), "*"]),
    channel: pick(random, [...channels, "*"]),
    reason: `reason ${upTo(random, 9)}`,
  }),
  invariant: (random) => ({
    name: `invariant-${upTo(random, 5)}`,
    statement: `every Heron client on ${pick(random, channels)} reaches ${100 + upTo(random, 9)}.0`,
    enforcement: "warns",
  }),
};

function operationFor(random: Random, rows: CurrentRows): Operation | null {
  const entity = pick(random, [
    "settings",
    ...Object.keys(makers),
    "rule",
    "build",
    "release",
  ]) as keyof CurrentRows;
  const present = rows[entity] as readonly { rowVersion: number }[];
  if (entity === "settings") return updateSettings(random, rows);
  const row = present.length === 0 || random() < 0.4 ? null : pick(random, present);
  const made = makers[entity]?.(random, rows) ?? null;
  if (row === null) return made && operationSchema.parse({ entity, action: "create", value: made });
  const key = keyFieldsOf(entity, row);
  const { rowVersion } = row;
  if (random() < 0.3 || made === null) {
    return operationSchema.parse({ entity, action: "delete", key, rowVersion });
  }
  return operationSchema.parse({ entity, action: "update", key, rowVersion, fields: { ...made, ...key } });
}

function updateSettings(random: Random, { settings }: CurrentRows): Operation {
  const rowVersion = settings[0]?.rowVersion ?? 1;
  const fields = { throttle: upTo(random, 100), forceHosts: random() < 0.5 ? [] : ["https://a.example.com"] };
  return operationSchema.parse({ entity: "settings", action: "update", key: {}, rowVersion, fields });
}

/** Tries a change of one to three rows, as anybody might. @returns its revision, or null where it was refused or empty */
export async function changeAtRandom(random: Random): Promise<number | null> {
  const { revision } = await enactPrepared(system("random"), {
    reason: "At random",
    source: "system",
    accept: acceptableFindings,
    dryRun: false,
    wholeConfiguration: random() < 0.3,
    withDefaultPolicies: false,
    prepare: async (tx) => {
      const rows = await readRows(tx, null);
      const made = Array.from({ length: 1 + upTo(random, 2) }, () => operationFor(random, rows));
      const operations = made.flatMap((operation) => (operation ? [{ operation, pointer: "" }] : []));
      return { operations, known: null, unchanged: () => 0 };
    },
  });
  return revision;
}
