import fc from "fast-check";
import { expect, test } from "vitest";

import { packRule, unpackRule } from "./packed";
import { ruleFieldsSchema, type Rule } from "./rule";

const rule = (fields: object): Rule => ({
  ...ruleFieldsSchema.parse({ priority: 10, ...fields }),
  id: 7,
  rowVersion: 3,
});

test("a packed rule holds what is not said by default, and no more", () => {
  expect(packRule(rule({ channel: "beta", backgroundRate: 0 }))).toEqual([
    ...[7, 10, 3, null, "beta"],
    { backgroundRate: 0 },
  ]);
});

test("unpacking gives back what was packed", () => {
  const fields = fc.record(
    {
      alias: fc.constantFrom(null, "a"),
      enabled: fc.boolean(),
      priority: fc.nat(1000),
      mapping: fc.constantFrom(null, "Heron-1"),
      backgroundRate: fc.nat(100),
      updateType: fc.constantFrom("minor", "major"),
      channel: fc.constantFrom(null, "release*"),
      mig64: fc.constantFrom(null, true, false),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fields, (given) => {
      expect(unpackRule(packRule(rule(given)))).toEqual(rule(given));
    }),
  );
});
