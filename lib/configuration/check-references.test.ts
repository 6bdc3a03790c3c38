import { expect, test } from "vitest";

import type { RowChange } from "@/lib/changes/row";
import { firefox, release, world } from "@/lib/testing/findings";

import { checkChanges } from "./check";

const used = {
  ...firefox,
  releases: [release("F-1"), release("T-1", { product: "Thunderbird" })],
  rules: [{ id: 7, priority: 1, product: "Firefox", mapping: "F-1" }],
  pins: [{ product: "Firefox", channel: "a", version: "1.", mapping: "F-1" }],
};

function deletion(entity: "release" | "product", key: string): RowChange {
  const before = { name: key, product: "Firefox", content: { kind: "bundle" }, rowVersion: 1 };
  return { entity, key, before, after: null, origin: "/x" } as unknown as RowChange;
}

test("what is still used cannot be deleted, and the finding says by what", () => {
  const options = { accept: [], wholeConfiguration: true } as const;

  expect(checkChanges([deletion("release", "F-1")], world(used), options)).toMatchObject([
    { code: "in-use", pointer: "/x", detail: expect.stringContaining("rule 7, pin Firefox/a/1.") as string },
  ]);
  expect(checkChanges([deletion("product", "Thunderbird")], world(used), options)).toMatchObject([
    { code: "in-use", detail: expect.stringContaining("release T-1") as string },
  ]);
  expect(checkChanges([deletion("release", "T-1")], world(used), options)).toEqual([]);
});
