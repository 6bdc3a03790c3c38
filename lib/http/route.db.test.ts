import { beforeEach, expect, test } from "vitest";
import { z } from "zod";

import { system } from "@/lib/access/role";
import { mintToken, revokeToken } from "@/lib/access/token";
import { Refusal } from "@/lib/errors";
import { emptyDatabase } from "@/lib/testing/database";

import { adminRoute, json } from "./route";

beforeEach(emptyDatabase);

const body = z.strictObject({
  reason: z.string(),
  list: z
    .array(z.union([z.strictObject({ url: z.string() }), z.strictObject({ alias: z.string() })]))
    .default([]),
});
const query = z.strictObject({ limit: z.coerce.number().int().optional() });
const route = adminRoute({ body, query }, ({ actor, source, body: { reason } }) =>
  Promise.resolve(json({ actor: actor.kind, source, reason })),
);

async function token(): Promise<string> {
  return mintToken(system("test"), { name: "bot", scope: "read", expiresAt: null });
}

async function post(text: string, headers: Record<string, string> = {}, path = "/") {
  const request = new Request(`http://localhost${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${await token()}`, ...headers },
    body: text,
  });
  const response = await route(request, { params: Promise.resolve({}) });
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    body: (await response.json()) as unknown,
  };
}

test("a token lets automation in, and says through which door it came", async () => {
  expect(await post('{"reason":"Because"}')).toMatchObject({
    status: 200,
    body: { actor: "token", source: "api", reason: "Because" },
  });
});

test("the command line is told apart", async () => {
  expect(await post('{"reason":"Because"}', { "aus-client": "cli" })).toMatchObject({
    body: { source: "cli" },
  });
});

test.each(["Bearer aus_wrong", "Bearer", "Basic YTpi", ""])("%j is nobody", async (authorization) => {
  expect(await post("{}", { authorization })).toMatchObject({
    status: 401,
    type: "application/problem+json",
    body: { code: "unauthenticated", status: 401 },
  });
});

test("a revoked token is nobody", async () => {
  const secret = await token();
  await revokeToken(system("test"), "bot");
  const request = new Request("http://localhost/", {
    method: "POST",
    headers: { authorization: `Bearer ${secret}` },
  });

  expect((await route(request, { params: Promise.resolve({}) })).status).toBe(401);
});

test("a body that is no JSON is told where it stops being that", async () => {
  expect(await post('{"reason": "x",}')).toMatchObject({
    status: 400,
    body: { code: "malformed", detail: expect.stringContaining("line 1, column 16") as string },
  });
});

test("a body of another type is refused", async () => {
  expect(await post("reason=x", { "content-type": "text/plain" })).toMatchObject({ status: 400 });
});

test("a body that is not UTF-8 is refused", async () => {
  const request = new Request("http://localhost/", {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${await token()}` },
    body: new Uint8Array([0x22, 0xff, 0x22]),
  });

  expect((await route(request, { params: Promise.resolve({}) })).status).toBe(400);
});

test("each field that is wrong is named by a pointer", async () => {
  const { status, body: told } = await post('{"list":[{"url":1},{"alias":"x","more":2}],"extra":true}');

  expect(status).toBe(422);
  expect((told as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer)).toEqual([
    "/reason",
    "/list/0/url",
    "/list/1/more",
    "/extra",
  ]);
});

test("a parameter that there is not, or twice, is refused", async () => {
  expect(await post('{"reason":"x"}', {}, "/?limt=5")).toMatchObject({ status: 422 });
  await emptyDatabase();
  expect(await post('{"reason":"x"}', {}, "/?limit=5&limit=6")).toMatchObject({ status: 422 });
});

test("a body that is larger than it may be is refused before it is read", async () => {
  expect(await post("{}", { "content-length": String(10 ** 12) })).toMatchObject({
    status: 413,
    body: { code: "too-large" },
  });
});

test("what a defect says is not told", async () => {
  const broken = adminRoute({}, () => Promise.reject(new Error("secret of the house")));
  const request = new Request("http://localhost/", { headers: { authorization: `Bearer ${await token()}` } });
  const response = await broken(request, { params: Promise.resolve({}) });

  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("secret");
});

test("a refusal of a service is told in full", async () => {
  const conflicts = [{ entity: "rule", key: "1", theirs: null, mine: { priority: 1 } }];
  const refusing = adminRoute({}, () => Promise.reject(new Refusal("conflict", "Moved on", { conflicts })));
  const request = new Request("http://localhost/", { headers: { authorization: `Bearer ${await token()}` } });
  const response = await refusing(request, { params: Promise.resolve({}) });

  expect([response.status, await response.json()]).toEqual([
    409,
    {
      type: "about:blank",
      status: 409,
      title: "Somebody else was faster",
      code: "conflict",
      detail: "Moved on",
      conflicts,
    },
  ]);
});
