import { beforeAll, describe, expect, test, vi } from "vitest";

import { routeTable } from "@/lib/http/route-table";
import { call } from "@/lib/testing/call-route";
import { asSuperuser } from "@/lib/testing/database";
import { deeds } from "@/lib/testing/permissions/deeds";
import { cases } from "@/lib/testing/permissions/requests";
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

test("every route is walked, and none that is not there", () => {
  const listed = [...Object.keys(cases), ...Object.keys(deeds)].sort();
  expect(listed).toEqual(routeTable.map(({ method, path: at }) => `${method} ${at}`).sort());
});

describe("who may do what", () => {
  for (const [route, requests] of Object.entries(cases)) {
    test(route, { timeout: 120_000 }, async () => {
      for (const [index, { who, answers = 200, refused = [403, 404], ...request }] of requests.entries()) {
        const found: string[] = [];
        const wanted: string[] = [];
        for (const label of labels) {
          const { status } = await call(route, { ...request, secret: world.secrets[label] });
          found.push(`${label}: ${status}`);
          const others = label === "anonymous" ? [401] : refused;
          const fits = isAllowed(who, label) ? status === answers : others.includes(status);
          wanted.push(
            fits
              ? `${label}: ${status}`
              : `${label}: ${isAllowed(who, label) ? answers : others.join(" or ")}`,
          );
        }
        expect({ index, found }).toEqual({ index, found: wanted });
      }
    });
  }
});

test("with public reading everybody may ask what clients may know, and nothing else", async () => {
  const open = ["GET /rules", "GET /rules/{id}", "GET /releases", "GET /releases/{name}", "GET /shut-offs"];
  await asSuperuser((client) =>
    client.query("SET session_replication_role = replica; UPDATE settings SET public_read = true"),
  );
  const found: string[] = [];
  for (const [route, [request]] of Object.entries(cases)) {
    const { status } = await call(route, { ...request, secret: undefined });
    if (status === 200) found.push(route);
  }
  await asSuperuser((client) =>
    client.query("SET session_replication_role = replica; UPDATE settings SET public_read = false"),
  );
  expect(found.sort()).toEqual(["GET /openapi.json", ...open].sort());
});
