import { beforeEach, expect, test } from "vitest";

import { system } from "@/lib/access/role";
import { db } from "@/lib/db/client";
import { emptyDatabase, withConnection } from "@/lib/testing/database";

import { once, type Answer } from "./service";

beforeEach(emptyDatabase);

const actor = system("test");
const ask = (perform: () => Promise<Answer>, { key = "k", request = "r", by = actor } = {}) =>
  once(by, { key, request }, perform);

function counter(status = 200) {
  let calls = 0;
  return () => Promise.resolve({ status, body: JSON.stringify({ calls: ++calls }) });
}

test("a repeated request gets the first answer, a refusal too", async () => {
  for (const status of [200, 202, 409, 422]) {
    const perform = counter(status);
    const key = `k${status}`;
    const first = await ask(perform, { key });
    expect(await ask(perform, { key })).toEqual(first);
  }
});

test("another request with the same key is refused, another caller's is another key", async () => {
  const perform = counter();
  await ask(perform);

  await expect(ask(perform, { request: "other" })).rejects.toMatchObject({ code: "invalid" });
  expect(await ask(perform, { by: system("other") })).toMatchObject({ body: '{"calls":2}' });
});

test("of twenty at once one is done, and others meanwhile are told to come back", async () => {
  let done = 0;
  let finish: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (finish = resolve));
  const perform = async () => {
    await held;
    done += 1;
    return { status: 200, body: "{}" };
  };
  const asked = Array.from({ length: 20 }, () =>
    ask(perform).then(
      () => "answered",
      (error: unknown) => {
        expect(error).toMatchObject({ code: "conflict", retryAfter: 1 });
        return "later";
      },
    ),
  );
  await Promise.race(asked);
  finish();
  const outcomes = await Promise.all(asked);

  expect(new Set(outcomes)).toEqual(new Set(["answered", "later"]));
  expect(done).toBe(1);
});

test("what ended in a defect can be tried again", async () => {
  await expect(ask(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await ask(counter(500))).toMatchObject({ status: 500 });
  expect(await ask(counter())).toMatchObject({ status: 200 });
});

test("a request that broke off is not done again", async () => {
  const perform = counter();
  await ask(perform);
  await withConnection((client) =>
    client.query(
      "UPDATE idempotency_keys SET status = NULL, body = NULL, created_at = now() - interval '1 hour'",
    ),
  );

  await expect(ask(perform)).rejects.toMatchObject({ code: "conflict", retryAfter: null });
});

test("a key is free again after a day", async () => {
  const perform = counter();
  await ask(perform);
  await withConnection((client) =>
    client.query("UPDATE idempotency_keys SET created_at = now() - interval '25 hours'"),
  );

  expect(await ask(perform, { request: "other" })).toMatchObject({ body: '{"calls":2}' });
  expect(await db().idempotencyKey.count()).toBe(1);
});
