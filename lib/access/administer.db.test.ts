import { beforeEach, expect, test } from "vitest";

import { listChangeSets } from "@/lib/change-sets/service-read";
import { enact } from "@/lib/changes/service";
import { emptyDatabase } from "@/lib/testing/database";
import { create } from "@/lib/testing/operations";

import { addUser } from "./administer";
import { system, type Person } from "./role";
import { createUser, verifyPassword } from "./service";

const user = { email: "eve@example.com", name: "Eve", disabled: false, grants: [], passwordLinks: 0 };
const terms = { reason: "New", source: "api", dryRun: false } as const;
const password = "a long enough password";
let ada: Person;

beforeEach(async () => {
  await emptyDatabase();
  const grants = [{ role: "admin", product: "*" }] as const;
  const add = (name: string) =>
    createUser(system("test"), { email: `${name}@example.com`, name, password: null, grants });
  ada = await add("ada");
  await add("ben");
});

test("an account comes with its password", async () => {
  expect(await addUser(ada, { user, password }, terms)).toMatchObject({ kind: "enacted" });
  expect(await verifyPassword(user.email, password)).toMatchObject({ email: user.email });
});

test("an account that waits for others takes no password, which it would lose", async () => {
  const policy = { subject: "access", product: "*", channel: "*", drivers: 0, managers: 0, admins: 2 };
  await enact(system("test"), { reason: "Two", source: "system", operations: [create("policy", policy)] });

  await expect(addUser(ada, { user, password }, terms)).rejects.toMatchObject({
    code: "invalid",
    errors: [{ pointer: "/password", detail: expect.stringContaining("make a link") as string }],
  });
  const { changeSets } = await listChangeSets(ada, { limit: 9 });
  expect(changeSets.filter(({ state }) => state !== "enacted")).toEqual([]);

  expect(await addUser(ada, { user, password: null }, terms)).toMatchObject({ kind: "waiting" });
});
