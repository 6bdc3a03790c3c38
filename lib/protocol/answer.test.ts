import fc from "fast-check";
import { expect, test } from "vitest";

import { buildElement, renderXml } from "./answer";

test("elements are what xmlbuilder2 makes of them, plain or not", () => {
  const value = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.webUrl({ withQueryParameters: true }),
  );
  const name = fc.constantFrom("type", "URL", "hashValue", "size", "detailsURL");
  const attributes = fc.uniqueArray(fc.tuple(name, value), { selector: ([one]) => one, minLength: 1 });
  fc.assert(
    fc.property(attributes, (given) => {
      const [, , , patch] = renderXml({
        kind: "update",
        attributes: [],
        patches: [given],
        squashed: false,
      }).split("\n");
      expect(patch?.trim()).toBe(buildElement("patch", given));
    }),
    { numRuns: 2000 },
  );
});
