import fc from "fast-check";
import type { z } from "zod";

import { configurationSchema, type Configuration } from "@/lib/configuration/configuration";
import type { ruleFieldsSchema } from "@/lib/rules/rule";

import { names } from "./arbitrary-client";
import { arbitraryReleases, releaseNames } from "./arbitrary-releases";

type RuleInput = z.input<typeof ruleFieldsSchema>;

/** Mostly any, so that rules match often. */
function condition<Value>(...values: readonly Value[]): fc.Arbitrary<Value | null> {
  return fc.oneof(
    { weight: 7, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom(...values) },
  );
}

const rate = fc.constantFrom(100, 100, 100, 0, 25, 50);

const rule: fc.Arbitrary<RuleInput> = fc.record({
  priority: fc.constantFrom(10, 20, 30),
  enabled: fc.constantFrom(true, true, true, true, false),
  mapping: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom("new", "newer", ...releaseNames) },
    { weight: 1, arbitrary: fc.constantFrom(null, "gone") },
  ),
  fallbackMapping: fc.constantFrom(null, "new", "old"),
  backgroundRate: rate,
  updateType: fc.constantFrom("minor", "major"),
  product: fc.constantFrom(null, "Heron", ...names.product),
  channel: condition("release", "beta", "rel*", "r*", "*", "release-cck-*", "night*"),
  version: condition("<60.0", ">=60.0", "60.*", "60.0.*", "3.6.0,4.0", ">4.0,<3.6", "<=60.0a1"),
  buildID: condition("10", "<20", ">=20", "<9"),
  buildTarget: condition("p", "alias", "Darwin_x"),
  locale: condition("de", "de,en-US", "en-US, de"),
  osVersion: condition("Windows_NT", "Linux&&GTK 3, Darwin", "Windows_NT 1 , Darwin 8", ""),
  distribution: condition("acme", "acme,default", ""),
  distVersion: condition("1.0"),
  instructionSet: condition("SSE2", "SSE4_2,SSE2", ""),
  memory: condition("<2048", ">=2048", "4096"),
  headerArchitecture: condition("PPC", "Intel"),
  mig64: condition(true, false),
  jaws: condition(true, false),
});

const allowedDomains = [
  { host: "good.example", products: ["Heron", "Plugins"] },
  { host: "paths.example", pathPattern: "/dl/.*", products: ["Heron"] },
];

const pin = fc.record({
  product: fc.constant("Heron"),
  channel: fc.constantFrom("release", "beta", "release-cck-acme"),
  version: fc.constantFrom(...names.pin),
  mapping: fc.constantFrom("new", "old", "desupport"),
});

const shutOff = fc.record({
  product: fc.constantFrom("*", "Heron", "Plugins"),
  channel: fc.constantFrom("*", "beta", "release", "nightly"),
});

/** Whole configurations with rules, releases of every kind, pins, throttles and shut-offs. */
export const arbitraryConfiguration: fc.Arbitrary<Configuration> = fc
  .record({
    settings: fc.record({
      throttle: rate,
      forceHosts: fc.constantFrom([], ["https://good.example/"]),
    }),
    throttle: rate,
    rules: fc.array(rule, { minLength: 1, maxLength: 8 }),
    releases: arbitraryReleases,
    pins: fc.uniqueArray(pin, {
      maxLength: 4,
      selector: ({ channel, version }) => `${channel}/${version}`,
    }),
    shutOffs: fc.oneof(
      { weight: 5, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.tuple(shutOff) },
    ),
  })
  .map(({ throttle, rules, ...rest }) =>
    configurationSchema.parse({
      ...rest,
      products: [
        { name: "Heron", throttle },
        { name: "Guardian", versionOrder: "loose" },
        { name: "Plugins" },
        { name: "Bundle" },
      ],
      rules: rules.map((fields, i) => ({ ...fields, id: rules.length - i })),
      allowedDomains,
    }),
  );
