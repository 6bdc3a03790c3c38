import { configurationSchema, type Configuration } from "@/lib/configuration/configuration";
import type { ruleSchema } from "@/lib/rules/rule";
import type { z } from "zod";

import { itemAt } from "./random";
import { configuredRelease, host, product, shipped, type Line, type Shipped } from "./releases";

const totalRules = 2000;
/** Products beside the one that is asked for, and the rules of each. */
const otherProducts = 15;
const rulesOfOther = 100;
export const desupport = "Falcon-desupport-windows-7";
/** Release clients older than these have to pass through them. */
export const watersheds = ["110.0", "125.0"];
export const betaRate = 50;
export const partners = 200;

type RuleInput = Omit<z.input<typeof ruleSchema>, "id">;

export const newest = (line: Line): Shipped => itemAt(shipped[line], -1);

/** The release that partner `number` keeps its clients on; every release is some partner's. */
export function partnerRelease(number: number): Shipped {
  const all = Object.values(shipped).flat();
  return itemAt(all, number % all.length);
}

export const partnerChannel = (number: number) => `${partnerRelease(number).line}-cck-acme${number}`;

const others = Array.from({ length: otherProducts }, (_, index) => `${product}-${index}`);

/** 2,000 rules, 100 mapped releases of 100 locales × 8 build targets, each build with a complete and up to 3 partials. */
export function benchConfiguration(): Configuration {
  return configurationOf([...mainRules(), ...partnerRules(), ...rulesOfOthers()], totalRules);
}

/** The same releases with so many rules, all of the product that is asked for, none of them a partner's. */
export function configurationWithRules(total: number): Configuration {
  return configurationOf(mainRules(), total);
}

/** The rules, and exceptions until there are so many. */
function configurationOf(rules: RuleInput[], total: number): Configuration {
  // The exceptions that gather over the years: each is looked at, and none of these clients is meant.
  while (rules.length < total) rules.push(exception(rules.length));
  return configurationSchema.parse({
    products: [{ name: product }, ...others.map((name) => ({ name }))],
    channels: ["release", "beta", "nightly", "esr"].map((name) => ({ product, name })),
    releases: [
      ...Object.values(shipped).flat().map(configuredRelease),
      {
        name: desupport,
        product,
        content: {
          kind: "desupport",
          detailsURL: "https://www.example.net/%LOCALE%/falcon/unsupported/",
          displayVersion: newest("release").version,
        },
      },
    ],
    rules: rules.map((rule, index) => ({ id: index + 1, ...rule })),
    allowedDomains: [{ host, products: [product] }],
  });
}

function mainRules(): RuleInput[] {
  return [
    { priority: 900, product, channel: "release", osVersion: "Windows_NT 6.1", mapping: desupport },
    ...watersheds.map((version, index) => ({
      priority: 500 - index,
      product,
      channel: "release",
      version: `<${version}`,
      mapping: `${product}-release-${version}`,
    })),
    ...(["release", "nightly", "esr"] as const).map((line) => ({
      priority: 100,
      product,
      channel: line === "esr" ? "esr" : `${line}*`,
      mapping: newest(line).name,
    })),
    {
      priority: 100,
      product,
      channel: "beta*",
      mapping: newest("beta").name,
      fallbackMapping: itemAt(shipped.beta, -2).name,
      backgroundRate: betaRate,
    },
  ];
}

function partnerRules(): RuleInput[] {
  return Array.from({ length: partners }, (_, number) => ({
    priority: 700,
    product,
    channel: partnerChannel(number),
    distribution: `acme${number}`,
    mapping: partnerRelease(number).name,
  }));
}

function rulesOfOthers(): RuleInput[] {
  return others.flatMap((other) =>
    Array.from({ length: rulesOfOther }, (_, index) => ({
      ...exception(index),
      product: other,
      mapping: null,
    })),
  );
}

function exception(index: number): RuleInput & { product: string } {
  const line = itemAt(["release", "beta", "nightly", "esr"] as const, index % 4);
  const base = { priority: 600 + (index % 50), product, channel: line, mapping: newest(line).name };
  switch (index % 5) {
    case 0:
      return { ...base, osVersion: `Windows_NT 5.${index}, Darwin ${index % 10}.`, version: "<60.0" };
    case 1:
      return { ...base, locale: `ql-${index},qm-${index},qn-${index}` };
    case 2:
      return { ...base, instructionSet: "SSE,MMX", memory: "<2048", comment: `exception ${index}` };
    case 3:
      return { ...base, buildID: `<2010${String(index).padStart(10, "0")}` };
    default:
      return { ...base, version: `${5 + (index % 90)}.0.1,${6 + (index % 90)}.0.*`, locale: `qo-${index}` };
  }
}
