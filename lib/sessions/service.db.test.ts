import { beforeEach, expect, test } from "vitest";

import { system } from "@/lib/access/role";
import { createUser, verifyPassword } from "@/lib/access/service";
import { emptyDatabase, withConnection } from "@/lib/testing/database";
import { make } from "@/lib/testing/operations";

import {
  endOtherSessions,
  endSession,
  findSession,
  listSessions,
  openSession,
  revokeSession,
} from "./service";

beforeEach(emptyDatabase);

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

function makePerson(email = "anna@example.com") {
  return createUser(system("test"), {
    email,
    name: "Anna",
    password: "a long enough password",
    grants: [{ role: "driver", product: "*" }],
  });
}

test("a session stands for its owner until it is revoked", async () => {
  const { secret } = await openSession(await makePerson(), "browser", firefox);
  expect(await findSession(secret)).toMatchObject({ person: { email: "anna@example.com" } });

  await revokeSession(secret);

  expect(await findSession(secret)).toBeNull();
});

test("the secret of a session is nowhere in the database", async () => {
  const { secret } = await openSession(await makePerson(), "cli", null);

  const { rows } = await withConnection((client) => client.query("SELECT * FROM sessions"));
  expect(secret).toMatch(/^auss_/);
  expect(JSON.stringify(rows)).not.toContain(secret.slice(5));
});

test.each([
  ["idle for 12 hours", "seen_at = now() - interval '12 hours 1 second'"],
  ["a week old", "created_at = now() - interval '7 days', expires_at = now() - interval '1 second'"],
])("a session that is %s has ended", async (_what, past) => {
  const anna = await makePerson();
  const { secret } = await openSession(anna, "browser", firefox);
  await withConnection((client) => client.query(`UPDATE sessions SET ${past}`));

  expect(await findSession(secret)).toBeNull();
  expect(await listSessions(anna)).toEqual([]);
});

test("a session that is used does not idle out, but never outlasts its week", async () => {
  const { secret, expiresAt } = await openSession(await makePerson(), "browser", firefox);
  await withConnection((client) => client.query("UPDATE sessions SET seen_at = now() - interval '11 hours'"));
  await findSession(secret);

  const { rows } = await withConnection((client) =>
    client.query("SELECT expires_at, now() - seen_at < interval '1 minute' AS noted FROM sessions"),
  );
  expect(rows).toEqual([{ expires_at: expiresAt, noted: true }]);
});

test("a browser's session is none of the command line's, nor the other way round", async () => {
  const anna = await makePerson();
  const browser = await openSession(anna, "browser", firefox);
  const cli = await openSession(anna, "cli", null);

  expect(await findSession(browser.secret, "cli")).toBeNull();
  expect(await findSession(cli.secret, "browser")).toBeNull();
});

test("people see where they are signed in, and end it there, but nobody else's", async () => {
  const [anna, berta] = [await makePerson(), await makePerson("berta@example.com")];
  const here = await openSession(anna, "browser", firefox);
  const there = await openSession(anna, "cli", null);
  const id = (await findSession(there.secret, "cli"))?.id ?? "";
  expect((await listSessions(anna)).map(({ client }) => client).sort()).toEqual([
    "Command line",
    "Firefox on Linux",
  ]);
  await expect(endSession(berta, id)).rejects.toMatchObject({ code: "not-found" });

  await endSession(anna, id);

  expect(await findSession(there.secret, "cli")).toBeNull();
  expect(await findSession(here.secret)).not.toBeNull();
});

test("signing out everywhere else leaves this session and other people's", async () => {
  const [anna, berta] = [await makePerson(), await makePerson("berta@example.com")];
  const here = await openSession(anna, "browser", firefox);
  await openSession(anna, "browser", null);
  const bertas = await openSession(berta, "browser", firefox);

  expect(await endOtherSessions(anna, (await findSession(here.secret))?.id ?? "")).toBe(1);

  expect(await listSessions(anna)).toHaveLength(1);
  expect(await findSession(bertas.secret)).not.toBeNull();
});

test("disabling an account ends its sessions for good", async () => {
  const { secret } = await openSession(await makePerson(), "browser", firefox);
  const set = (disabled: boolean, rowVersion: number) =>
    make({
      entity: "user",
      action: "update",
      key: { email: "anna@example.com" },
      rowVersion,
      fields: { disabled },
    });
  await set(true, 1);
  expect(await findSession(secret)).toBeNull();
  expect(await verifyPassword("anna@example.com", "a long enough password")).toBeNull();

  await set(false, 2);

  expect(await findSession(secret)).toBeNull();
});
