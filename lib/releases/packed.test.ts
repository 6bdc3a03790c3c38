import { expect, test } from "vitest";

import { packPatch } from "./packed";
import { patchSchema } from "./release";

const hashValue = "00ff".repeat(32);
const usual = patchSchema.parse({ type: "complete", from: "*", size: 12, hashValue });
const hash = Buffer.from(hashValue, "hex").toString("base64").replace("==", "");

test("a usual patch is where it leads from, its size and its hash, and its URL where it has one", () => {
  expect(packPatch(usual)).toEqual(["*", 12, hash]);
  expect(packPatch({ ...usual, type: "partial", from: "old", url: "https://a.example/" })).toEqual([
    "old",
    12,
    hash,
    "https://a.example/",
  ]);
});

test.each([
  { type: "partial" as const },
  { from: "old" },
  { hashValue: hashValue.toUpperCase() },
  { hashValue: "abc" },
  { hashFunction: "sha256" },
  { attributes: { binTransInclusionProof: "x" } },
])("one with %j stays as it is", (unusual) => {
  const patch = { ...usual, ...unusual };
  expect(packPatch(patch)).toBe(patch);
});
