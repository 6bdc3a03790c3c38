import { beforeAll, describe, expect, test, vi } from "vitest";

import { tradeSecret } from "@/lib/http/balrog/access-token";
import { balrogRoutes } from "@/lib/http/balrog/api";
import { tryBalrogApi } from "@/lib/testing/balrog-client";
import { create, make } from "@/lib/testing/operations";
import { balrogCases } from "@/lib/testing/permissions/balrog-requests";
import { isAllowed } from "@/lib/testing/permissions/who";
import { actors, populate, type Label, type World } from "@/lib/testing/permissions/world";

// Who asks without a token or session has neither cookies nor headers.
vi.mock("next/headers", () => ({
  cookies: () => Promise.resolve({ getAll: () => [] }),
  headers: () => Promise.resolve(new Headers({ host: "aus.example.com", origin: "http://aus.example.com" })),
}));

let world: World;
beforeAll(async () => {
  world = await populate();
  await make(
    create("build", { release: "Own-2", buildTarget: "L", locale: "de" }),
    create("pin", { product: "Own", channel: "nightly", version: "1.", mapping: "Own-1" }),
  );
}, 120_000);

const labels = Object.keys(actors) as Label[];

test("every route of the adapter is walked, and none that is not there", () => {
  const there = balrogRoutes.map(({ method, path }) => `${method} ${path}`);
  expect(Object.keys(balrogCases).sort()).toEqual(there.sort());
});

describe("who may do what through Balrog's API", () => {
  for (const [route, requests] of Object.entries(balrogCases)) {
    test(route, { timeout: 120_000 }, async () => {
      const [method = ""] = route.split(" ");
      for (const [index, { who, path, body, answers = 200 }] of requests.entries()) {
        const at = path.replace("{scheduled}", String(world.changeSets["scheduled"]));
        const found: string[] = [];
        const wanted: string[] = [];
        for (const label of labels) {
          const { status } = await tryBalrogApi(world.secrets[label], method, at, body);
          const others = label === "anonymous" ? [401] : [403, 404];
          const expected = isAllowed(who, label) ? [answers] : others;
          found.push(`${label}: ${status}`);
          wanted.push(`${label}: ${expected.includes(status) ? status : expected.join(" or ")}`);
        }
        expect({ index, found }).toEqual({ index, found: wanted });
      }
    });
  }
});

test("only a valid token is traded for itself", async () => {
  const trade = async (client_secret: string | undefined) => {
    const body = JSON.stringify({ client_id: "automation", client_secret, audience: "any" });
    const headers = { "content-type": "application/json", "content-length": String(body.length) };
    const request = new Request("http://localhost/compat/balrog/oauth/token", {
      method: "POST",
      headers,
      body,
    });
    const response = await tradeSecret(request);
    return { status: response.status, body: (await response.json()) as object };
  };
  const token = world.secrets["read token of Own"];
  expect(await trade(token)).toMatchObject({
    status: 200,
    body: { access_token: token, token_type: "Bearer" },
  });
  for (const wrong of ["aus_wrong", world.secrets["driver of Own"], undefined]) {
    expect(await trade(wrong)).toMatchObject({ status: 401, body: { error: "access_denied" } });
  }
});
