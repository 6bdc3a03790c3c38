import fc from "fast-check";

import type { Client } from "./client";

// Small sets of values, so that clients and conditions meet often.
export const names = {
  product: ["Heron", "Guardian", "Plugins", "Bundle"],
  channel: ["release", "beta", "release-cck-acme", "nightly"],
  version: [
    "1.5.0.12",
    "2.0.0.20",
    "3.5.1",
    "3.6",
    "4.0b2",
    "4.0",
    "60.0a1",
    "60.0",
    "60.0.1",
    "60.1",
    "102.3.0",
  ],
  unreadableVersion: ["abc", "60", "60.0esr"],
  buildID: ["10", "20", "9"],
  buildTarget: ["p", "q", "alias", "Darwin_x"],
  locale: ["de", "en-US"],
  osVersion: ["Windows_NT 10.0", "Linux 4.4 (GTK 3.18.9)", "Darwin 8"],
  distribution: ["default", "acme"],
  instructionSet: ["SSE2", "SSE4_2"],
  pin: ["60.", "60.0.", "4.", "102.3."],
};

function often<Value>(value: Value, other: fc.Arbitrary<Value>, weight = 4): fc.Arbitrary<Value> {
  return fc.oneof({ weight, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: other });
}

export const arbitraryClient: fc.Arbitrary<Client> = fc.record({
  form: fc.constantFrom(1, 2, 3, 4, 5, 6),
  product: often("Heron", fc.constantFrom(...names.product), 2),
  version: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...names.version) },
    { weight: 1, arbitrary: fc.constantFrom(...names.unreadableVersion) },
  ),
  buildID: fc.constantFrom(...names.buildID),
  buildTarget: fc.constantFrom(...names.buildTarget),
  locale: fc.constantFrom(...names.locale),
  channel: fc.constantFrom(...names.channel),
  osVersion: fc.constantFrom(...names.osVersion),
  instructionSet: fc.constantFrom(...names.instructionSet),
  memory: fc.constantFrom(null, 1024, 2048, 4096),
  jaws: fc.constantFrom(null, true, false),
  distribution: fc.constantFrom(...names.distribution),
  distVersion: fc.constantFrom("1.0", "default"),
  powerPC: fc.boolean(),
  mig64: fc.constantFrom(null, true, false),
  force: fc.constantFrom(null, null, "1" as const, "-1" as const),
  pin: often<string | null>(null, fc.constantFrom(...names.pin), 2),
});
