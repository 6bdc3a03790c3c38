import fc from "fast-check";
import { beforeAll, expect, test, vi } from "vitest";

import { describeApi } from "@/lib/http/open-api";
import { requestsFrom, type Described } from "@/lib/testing/api-requests";
import { call } from "@/lib/testing/call-route";
import { faultInAnswer } from "@/lib/testing/judge-answer";
import { actors, populate, type Label, type World } from "@/lib/testing/permissions/world";

vi.mock("next/headers", () => ({
  cookies: () => Promise.resolve({ getAll: () => [] }),
  headers: () => Promise.resolve(new Headers()),
}));

const requests = Number(process.env["API_REQUESTS"] ?? 500);

let world: World;
beforeAll(async () => {
  world = await populate();
}, 120_000);

test(
  "every answer to valid, nearly valid and hostile requests is as described",
  { timeout: 280_000 },
  async () => {
    const api = JSON.parse(JSON.stringify(describeApi())) as Described;
    const labels = Object.keys(actors) as Label[];
    const asker = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom<Label>("admin of everything", "admin token of everything") },
      { weight: 1, arbitrary: fc.constantFrom(...labels) },
    );
    const seed = Number(process.env["API_SEED"] ?? 1);
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(requestsFrom(api), asker, async (request, label) => {
        const answered = await call(request.route, { ...request, secret: world.secrets[label] });
        statuses.set(answered.status, (statuses.get(answered.status) ?? 0) + 1);
        expect(faultInAnswer(api, request, answered)).toBeNull();
      }),
      { numRuns: requests, seed, endOnFailure: true },
    );
    // Not only the gate was tried.
    expect(statuses.get(200) ?? 0).toBeGreaterThan(requests / 20);
    expect(statuses.get(422) ?? 0).toBeGreaterThan(requests / 20);
  },
);
