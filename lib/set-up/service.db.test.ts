import { beforeEach, expect, test } from "vitest";

import { system } from "@/lib/access/role";
import { createUser, verifyPassword } from "@/lib/access/service";
import { emptyDatabase, withConnection } from "@/lib/testing/database";

import { isSetUpToken, newSetUpToken, setUp } from "./service";

beforeEach(emptyDatabase);

const ada = { name: "Ada", email: "ada@example.com", password: "a long enough password" };
const useless = { code: "forbidden" };

async function newToken(): Promise<string> {
  const token = await newSetUpToken();
  if (token === null) throw new Error("there is an administrator already");
  return token;
}

test("whoever has the link becomes administrator of all products, on record, and nobody after them", async () => {
  const [token, other] = [await newToken(), await newToken()];

  expect(await setUp(token, ada)).toMatchObject({ grants: [{ role: "admin", product: "*" }] });

  expect(await verifyPassword(ada.email, ada.password)).not.toBeNull();
  const { rows } = await withConnection((client) => client.query("SELECT actor, reason FROM revisions"));
  expect(rows).toEqual([{ actor: "system set-up", reason: "Add an account for ada@example.com" }]);
  for (const spent of [token, other]) {
    expect(await isSetUpToken(spent)).toBe(false);
    await expect(setUp(spent, { ...ada, email: "eve@example.com" })).rejects.toMatchObject(useless);
  }
  expect(await newSetUpToken()).toBeNull();
});

test("of several who use links at once, one gets in", async () => {
  const tokens = [await newToken(), await newToken(), await newToken()];

  const outcomes = await Promise.allSettled(
    tokens.map((token, i) => setUp(token, { ...ada, email: `ada${i}@example.com` })),
  );

  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const { rows } = await withConnection((client) => client.query("SELECT count(*)::int FROM users"));
  expect(rows).toEqual([{ count: 1 }]);
});

test("a link ends after a day, and its token is kept only as a hash", async () => {
  const token = await newToken();
  expect(await isSetUpToken(token)).toBe(true);
  const { rows } = await withConnection((client) => client.query("SELECT * FROM set_up_links"));
  expect(JSON.stringify(rows)).not.toContain(token);

  await withConnection((client) => client.query("UPDATE set_up_links SET expires_at = now()"));

  expect(await isSetUpToken(token)).toBe(false);
  await expect(setUp(token, ada)).rejects.toMatchObject(useless);
});

test("a guessed link is of no use", async () => {
  await newToken();
  await expect(setUp("guessed", ada)).rejects.toMatchObject(useless);
});

test("people without a say over roles do not stand in the way of the first administrator", async () => {
  await createUser(system("test"), { ...ada, email: "v@example.com", grants: [] });
  expect(await newSetUpToken()).not.toBeNull();
});

test("a password that is too short spends no link", async () => {
  const token = await newToken();
  await expect(setUp(token, { ...ada, password: "short" })).rejects.toMatchObject({ code: "invalid" });
  expect(await isSetUpToken(token)).toBe(true);
});
