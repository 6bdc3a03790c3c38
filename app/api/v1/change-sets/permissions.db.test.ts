import { beforeAll, describe, expect, test, vi } from "vitest";

import { call } from "@/lib/testing/call-route";
import { deeds, inEveryState } from "@/lib/testing/permissions/deeds";
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
}, 120_000);

const labels = Object.keys(actors) as Label[];

describe("who may do what to a change set, in each of its states", () => {
  for (const [route, { who, states, body }] of Object.entries(deeds)) {
    test(route, { timeout: 120_000 }, async () => {
      for (const state of inEveryState) {
        const params = { id: String(world.changeSets[state]) };
        const told = route.endsWith("/sign") ? { ...body, rowVersion: world.rowVersions[state] } : body;
        const found: string[] = [];
        const wanted: string[] = [];
        for (const label of labels) {
          const { status } = await call(route, {
            params,
            ...(told && { body: told }),
            secret: world.secrets[label],
          });
          const isFit = states.includes(state);
          const others = label === "anonymous" ? [401] : isFit ? [403, 404] : [403, 404, 422];
          const expected = isAllowed(who, label) ? [isFit ? 200 : 422] : others;
          found.push(`${label}: ${status}`);
          wanted.push(`${label}: ${expected.includes(status) ? status : expected.join(" or ")}`);
        }
        expect({ state, found }).toEqual({ state, found: wanted });
      }
    });
  }
});
