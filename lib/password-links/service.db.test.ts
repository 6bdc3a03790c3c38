import { beforeEach, expect, test } from "vitest";

import { system, type Person } from "@/lib/access/role";
import { createUser, verifyPassword } from "@/lib/access/service";
import { listChangeSets } from "@/lib/change-sets/service-read";
import { signChangeSet } from "@/lib/change-sets/service-sign";
import { enact } from "@/lib/changes/service";
import { openSession, findSession } from "@/lib/sessions/service";
import { create } from "@/lib/testing/operations";
import { emptyDatabase, withConnection } from "@/lib/testing/database";

import { findPasswordLink, followPasswordLink, makePasswordLink } from "./service";

const password = "a long enough password";
let ada: Person;
let ben: Person;
let eve: Person;

beforeEach(async () => {
  await emptyDatabase();
  const administrator = [{ role: "admin", product: "*" }] as const;
  const add = (name: string, grants: Person["grants"]) =>
    createUser(system("test"), { email: `${name}@example.com`, name, password: null, grants });
  ada = await add("ada", administrator);
  ben = await add("ben", administrator);
  eve = await add("eve", [{ role: "viewer", product: "*" }]);
});

test("a link lets its owner set a password once, and ends the sessions that were open", async () => {
  const session = await openSession(eve, "browser", null);
  const { token } = await makePasswordLink(ada, eve.email);
  expect(await findPasswordLink(token)).toMatchObject({ email: eve.email });

  expect(await followPasswordLink(token, password)).toBe(eve.email);

  expect(await verifyPassword(eve.email, password)).toMatchObject({ email: eve.email });
  expect(await findSession(session.secret, "browser")).toBeNull();
  await expect(followPasswordLink(token, "another long password")).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("that a link was made is in the record, its token nowhere", async () => {
  const { token } = await makePasswordLink(ada, eve.email);
  const { rows } = await withConnection((client) =>
    client.query("SELECT actor, reason FROM revisions ORDER BY id DESC LIMIT 1"),
  );
  expect(rows).toEqual([{ actor: ada.email, reason: `Let ${eve.email} set a password` }]);
  const links = await withConnection((client) => client.query("SELECT * FROM password_links"));
  expect(JSON.stringify(links.rows)).not.toContain(token);
});

test("only the newest link works, for three days", async () => {
  const [first, second] = [await makePasswordLink(ada, eve.email), await makePasswordLink(ada, eve.email)];
  expect(await findPasswordLink(first.token)).toBeNull();
  expect(second.expiresAt.getTime() - Date.now()).toBeGreaterThan(2.9 * 86_400_000);
  await withConnection((client) => client.query("UPDATE password_links SET expires_at = now()"));
  expect(await findPasswordLink(second.token)).toBeNull();
});

test("only administrators make links, and only for accounts in use", async () => {
  await expect(makePasswordLink(eve, ada.email)).rejects.toMatchObject({ code: "forbidden" });
  await expect(makePasswordLink(ada, "nobody@example.com")).rejects.toMatchObject({ code: "not-found" });
});

test("an administrator of one product makes links for whoever has roles for it only", async () => {
  await enact(system("test"), {
    reason: "Two products",
    source: "system",
    operations: ["Heron", "Osprey"].map((name) => create("product", { name })),
  });
  const add = (name: string, grants: Person["grants"]) =>
    createUser(system("test"), { email: `${name}@example.com`, name, password: null, grants });
  const own = await add("fay", [{ role: "admin", product: "Heron" }]);
  const driver = await add("gil", [{ role: "driver", product: "Heron" }]);
  const elsewhere = await add("hal", [{ role: "driver", product: "Osprey" }]);
  expect(await makePasswordLink(own, driver.email)).toMatchObject({ token: expect.any(String) as string });
  for (const other of [elsewhere, eve, ada]) {
    await expect(makePasswordLink(own, other.email)).rejects.toMatchObject({ code: "forbidden" });
  }
});

test("where the policy for accounts wants two administrators, one alone makes no link", async () => {
  const policy = {
    subject: "access",
    product: "*",
    channel: "*",
    drivers: 0,
    managers: 0,
    admins: 2,
  } as const;
  await enact(system("test"), {
    reason: "Two",
    source: "system",
    operations: [
      { entity: "policy", action: "create", value: { ...policy, restoring: null, comment: null } },
    ],
  });
  await expect(makePasswordLink(ada, eve.email)).rejects.toMatchObject({ code: "needs-sign-off" });
  const { changeSets } = await listChangeSets(ben, { waitingFor: ben.email, limit: 5 });
  await signChangeSet(ben, changeSets[0]?.id ?? 0, { role: "admin", rowVersion: 1 });

  const { token } = await makePasswordLink(ada, eve.email);
  expect(await findPasswordLink(token)).toMatchObject({ email: eve.email });
  await expect(makePasswordLink(ada, eve.email)).rejects.toMatchObject({ code: "needs-sign-off" });
});
