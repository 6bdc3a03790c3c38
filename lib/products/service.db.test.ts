import { beforeEach, expect, test } from "vitest";

import type { Automation } from "@/lib/access/role";
import { system } from "@/lib/access/role";
import { emptyDatabase } from "@/lib/testing/database";
import { create, make } from "@/lib/testing/operations";

import { listProducts, listShutOffs } from "./service";

beforeEach(emptyDatabase);

const forHeron: Automation = {
  kind: "token",
  id: "1",
  name: "heron",
  scope: "read",
  products: ["Heron"],
  channel: "*",
};

test("products and shut-offs are listed in order with their row versions", async () => {
  await make(
    create("product", { name: "Kestrel" }),
    create("product", { name: "Heron", throttle: 50 }),
    create("shutOff", { product: "Kestrel", channel: "*", reason: "Crashes" }),
    create("shutOff", { product: "Heron", channel: "beta" }),
  );

  expect(await listProducts(system("test"))).toMatchObject([
    { name: "Heron", throttle: 50, rowVersion: 1 },
    { name: "Kestrel", throttle: 100, rowVersion: 1 },
  ]);
  expect(await listShutOffs(system("test"))).toMatchObject([
    { product: "Heron", channel: "beta", rowVersion: 1 },
    { product: "Kestrel", channel: "*", reason: "Crashes" },
  ]);
});

test("a token for one product sees neither another product nor its shut-offs", async () => {
  await make(
    create("product", { name: "Kestrel" }),
    create("product", { name: "Heron" }),
    create("shutOff", { product: "Kestrel", channel: "*" }),
  );

  expect(await listProducts(forHeron)).toMatchObject([{ name: "Heron" }]);
  expect(await listShutOffs(forHeron)).toEqual([]);
});
