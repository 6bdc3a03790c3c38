import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { emptyDatabase, withConnection } from "@/lib/testing/database";

import { create, make } from "@/lib/testing/operations";

import { system } from "./role";
import { createUser, setPassword, verifyPassword } from "./service";
import { ensureAdminToken, findToken, mintToken, revokeToken } from "./token";

beforeEach(async () => {
  await emptyDatabase();
  await make(create("product", { name: "Firefox" }));
});
afterEach(() => {
  vi.useRealTimers();
});

const seed = system("test");
const anna = {
  email: "Anna@Example.com",
  name: "Anna",
  password: "a long enough password",
  grants: [{ role: "driver", product: "Firefox" }] as const,
};

test("a person signs in with the right password, however the address is written, and only with that", async () => {
  await createUser(seed, anna);

  expect(await verifyPassword("anna@example.com", anna.password)).toMatchObject({
    kind: "person",
    grants: [{ role: "driver", product: "Firefox" }],
  });
  expect(await verifyPassword("ANNA@example.com ", anna.password)).not.toBeNull();
  expect(await verifyPassword(anna.email, "a wrong password")).toBeNull();
  expect(await verifyPassword("nobody@example.com", anna.password)).toBeNull();
});

test("an account without a password cannot be entered with one", async () => {
  await createUser(seed, { ...anna, password: null });

  expect(await verifyPassword(anna.email, "")).toBeNull();
  expect(await verifyPassword(anna.email, "no account has this password")).toBeNull();
});

test("the password is kept as an argon2id hash", async () => {
  await createUser(seed, anna);

  const { rows } = await withConnection((client) => client.query("SELECT hash FROM passwords"));
  expect(rows).toEqual([{ hash: expect.stringMatching(/^\$argon2id\$/) as string }]);
});

test("a short password and a second account of one address are refused", async () => {
  await expect(createUser(seed, { ...anna, password: "short" })).rejects.toMatchObject({
    code: "invalid",
    errors: [{ pointer: "/password" }],
  });
  await createUser(seed, anna);
  await expect(createUser(seed, anna)).rejects.toMatchObject({ code: "conflict" });
});

test("only an administrator adds accounts", async () => {
  const person = await createUser(seed, anna);
  await expect(createUser(person, { ...anna, email: "b@example.com" })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("a token's secret is found until it is revoked or expires, and is stored only as a hash", async () => {
  const secret = await mintToken(seed, { name: "bot", scope: "push", expiresAt: null });
  expect(await findToken(secret)).toMatchObject({ kind: "token", name: "bot", scope: "push", channel: "*" });
  const { rows } = await withConnection((client) =>
    client.query("SELECT * FROM tokens JOIN token_secrets USING (name)"),
  );
  expect(JSON.stringify(rows)).not.toContain(secret.slice(4));

  await revokeToken(seed, "bot");

  expect(await findToken(secret)).toBeNull();
  const hour = 3_600_000;
  const short = await mintToken(seed, { name: "old", scope: "read", expiresAt: new Date(Date.now() + hour) });
  expect(await findToken(short)).toMatchObject({ name: "old" });
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 2 * hour });
  expect(await findToken(short)).toBeNull();
});

test("the administrator's token of the embedded start is kept while it works and replaced when it does not", async () => {
  const first = await ensureAdminToken("local", null);
  expect(await ensureAdminToken("local", first)).toBe(first);

  await revokeToken(seed, "local");
  const second = await ensureAdminToken("local", first);

  expect(second).not.toBe(first);
  expect(await findToken(first)).toBeNull();
  expect(await findToken(second)).toMatchObject({ name: "local", scope: "admin" });
});

test("a person sets nobody's password but their own", async () => {
  const person = await createUser(seed, anna);
  await createUser(seed, { ...anna, email: "b@example.com" });
  const password = "another long password";

  await expect(setPassword(person, { email: "b@example.com", password })).rejects.toMatchObject({
    code: "forbidden",
  });
  await setPassword(person, { email: person.email, password });

  expect(await verifyPassword(person.email, password)).not.toBeNull();
});
