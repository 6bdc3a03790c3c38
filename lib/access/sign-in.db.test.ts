import { beforeEach, expect, test } from "vitest";

import { findSession, listSessions, openSession } from "@/lib/sessions/service";
import { emptyDatabase, withConnection } from "@/lib/testing/database";
import { make, operation } from "@/lib/testing/operations";

import { changePassword } from "./account";
import { system } from "./role";
import { createUser } from "./service";
import { signIn, signInForCli, wrongCredentials } from "./sign-in";

beforeEach(emptyDatabase);

const password = "a long enough password";
const email = "anna@example.com";
const from = (address: string) => ({ address, userAgent: null });
const home = from("192.0.2.1");

const makeAnna = () => createUser(system("test"), { email, name: "Anna", password, grants: [] });
const refused = { code: "unauthenticated", message: wrongCredentials };

/** From an address each, so that only the account's limit counts. */
async function failFromManyPlaces(times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    await expect(signIn({ email, password: "wrong" }, from(`198.51.100.${i}`))).rejects.toMatchObject(
      refused,
    );
  }
}

test("a person signs in with the right password, however the address is written", async () => {
  await makeAnna();

  const { session, person } = await signIn({ email: " ANNA@example.com", password }, home);

  expect(person.email).toBe(email);
  expect(await findSession(session.secret)).not.toBeNull();
});

test("a wrong address, a wrong password and a disabled account are refused in the same words", async () => {
  await makeAnna();
  await expect(signIn({ email, password: "wrong" }, home)).rejects.toMatchObject(refused);
  await expect(signIn({ email: "nobody@example.com", password }, home)).rejects.toMatchObject(refused);
  await make(
    operation({
      entity: "user",
      action: "update",
      key: { email },
      rowVersion: 1,
      fields: { disabled: true },
    }),
  );
  await expect(signIn({ email, password }, home)).rejects.toMatchObject(refused);
});

test("after ten wrong passwords the account takes none for a while, and says nothing of it", async () => {
  await makeAnna();
  await failFromManyPlaces(10);

  await expect(signIn({ email, password }, home)).rejects.toMatchObject(refused);

  await withConnection((client) => client.query("UPDATE sign_in_attempts SET expire = 0"));
  await expect(signIn({ email, password }, home)).resolves.toMatchObject({ person: { email } });
});

test("a right password makes the wrong ones before it forgotten", async () => {
  await makeAnna();
  await failFromManyPlaces(9);
  await signIn({ email, password }, home);
  await failFromManyPlaces(9);

  await expect(signIn({ email, password }, home)).resolves.toMatchObject({ person: { email } });
});

test("an address that tried too often is told when to try again, whoever it asks for", async () => {
  await makeAnna();
  const attempts = Array.from({ length: 40 }, (_, i) =>
    signIn({ email: `nobody-${i}@example.com`, password }, home).catch((error: unknown) => error),
  );
  for (const attempt of await Promise.all(attempts)) expect(attempt).toMatchObject(refused);

  await expect(signIn({ email, password }, home)).rejects.toMatchObject({
    code: "limited",
    message: expect.stringMatching(/try again in 15 minutes/) as string,
  });
  await expect(signIn({ email, password }, from("192.0.2.2"))).resolves.toMatchObject({ person: { email } });
}, 30_000);

test("all addresses of one network of IPv6 count as one", async () => {
  const attempts = Array.from({ length: 40 }, (_, i) =>
    signIn({ email: `nobody-${i}@example.com`, password }, from(`2001:db8::${i.toString(16)}`)).catch(
      () => null,
    ),
  );
  await Promise.all(attempts);

  await expect(signIn({ email, password }, from("2001:db8::ffff"))).rejects.toMatchObject({
    code: "limited",
  });
  await expect(signIn({ email, password }, from("2001:db8:0:1::1"))).rejects.toMatchObject(refused);
}, 30_000);

test("neither addresses nor accounts can be read from what is counted, and it ends by itself", async () => {
  await signIn({ email, password }, home).catch(() => null);

  const { rows } = await withConnection((client) =>
    client.query<{ key: string; expire: string }>("SELECT key, expire FROM sign_in_attempts"),
  );
  expect(rows).toHaveLength(2);
  expect(JSON.stringify(rows)).not.toMatch(/192\.0\.2\.1|anna/);
  for (const { expire } of rows) expect(Number(expire)).toBeLessThanOrEqual(Date.now() + 15 * 60_000);
});

test("the command line gets a session of its own", async () => {
  await makeAnna();

  const { secret, person } = await signInForCli(email, password, "192.0.2.1");

  expect(await findSession(secret, "cli")).toMatchObject({ person: { email: person.email } });
});

test("a changed password ends all other sessions and is the one that counts", async () => {
  const anna = await makeAnna();
  const here = await openSession(anna, "browser", null);
  const there = await openSession(anna, "cli", null);
  const sessionId = (await findSession(here.secret))?.id ?? "";

  await changePassword(
    anna,
    { current: password, password: "another long password" },
    { ...home, sessionId },
  );

  expect(await findSession(here.secret)).not.toBeNull();
  expect(await findSession(there.secret, "cli")).toBeNull();
  await expect(signIn({ email, password }, home)).rejects.toMatchObject(refused);
  await expect(signIn({ email, password: "another long password" }, home)).resolves.toBeDefined();
});

test("whoever does not know the password changes nothing", async () => {
  const anna = await makeAnna();
  await openSession(anna, "cli", null);

  await expect(
    changePassword(anna, { current: "wrong", password: "another long password" }, { ...home, sessionId: "" }),
  ).rejects.toMatchObject({ code: "invalid", errors: [{ pointer: "/current" }] });

  expect(await listSessions(anna)).toHaveLength(1);
});
