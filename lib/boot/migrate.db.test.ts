import { expect, test } from "vitest";

import { env } from "@/lib/env";

import { migrate } from "./migrate.mjs";

test("a database that can only be read is named with the remedy, before anything is tried", async () => {
  const url = new URL(env().DATABASE_URL);
  url.searchParams.set("options", "-c default_transaction_read_only=on");
  await expect(migrate(url.toString())).rejects.toThrow(/read-only: set DATABASE_URL to the primary/);
});

test("one that cannot be reached is named", async () => {
  const url = new URL(env().DATABASE_URL);
  url.password = "wrong";
  await expect(migrate(url.toString())).rejects.toThrow(/can't be reached: password authentication failed/);
});
