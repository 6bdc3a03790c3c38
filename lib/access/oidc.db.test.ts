import { beforeAll, beforeEach, expect, test, vi } from "vitest";

import { findSession } from "@/lib/sessions/service";
import { emptyDatabase, withConnection } from "@/lib/testing/database";
import { create, make } from "@/lib/testing/operations";

import { signInWithProvider } from "./oidc";
import { system } from "./role";
import { createUser } from "./service";

beforeAll(() => {
  vi.stubEnv("OIDC_ISSUER", "https://login.example.com");
  vi.stubEnv("OIDC_CLIENT_ID", "aus3");
  vi.stubEnv("OIDC_CLIENT_SECRET", "secret");
  vi.stubEnv("OIDC_ROLES", "drivers=driver@Heron,it=admin,lost=driver@Nowhere");
});
beforeEach(async () => {
  await emptyDatabase();
  await make(create("product", { name: "Heron" }));
});

const visitor = { address: "192.0.2.1", userAgent: null };
const claims = (groups: unknown, more: object = {}) => ({
  sub: "1",
  email: "Karl@example.org",
  email_verified: true,
  name: "Karl",
  groups,
  ...more,
});

async function reasons(): Promise<unknown[]> {
  const { rows } = await withConnection((client) =>
    client.query<{ reason: string }>(
      `SELECT reason FROM revisions JOIN audit_entries ON revision = id WHERE entity = 'user' ORDER BY id`,
    ),
  );
  return rows.map(({ reason }) => reason);
}

test("groups give roles, which follow the groups, on record only when they differ", async () => {
  const first = await signInWithProvider(claims(["drivers", "unknown"]), visitor);
  expect(first).toMatchObject({
    person: { email: "karl@example.org", name: "Karl", grants: [{ role: "driver", product: "Heron" }] },
  });
  await signInWithProvider(claims("drivers"), visitor);
  await createUser(system("test"), {
    email: "a@example.org",
    name: "A",
    password: null,
    grants: [{ role: "admin", product: "*" }],
  });

  const last = await signInWithProvider(claims([]), visitor);

  expect(last).toMatchObject({ person: { grants: [] } });
  expect(await reasons()).toEqual([
    "Signed in through the provider for the first time",
    "Add an account for a@example.org",
    "Groups of the sign-in provider changed",
  ]);
});

test.each([{ email_verified: false }, { email_verified: undefined }, { email: undefined }, { email: 7 }])(
  "nobody comes in without an address that is verified: %j",
  async (more) => {
    expect(await signInWithProvider(claims(["it"], more), visitor)).toEqual({ refused: "unverified" });
    expect(await reasons()).toEqual([]);
  },
);

test("the last administrator who lost the group stays out, rather than in as an administrator", async () => {
  const entered = await signInWithProvider(claims(["it"]), visitor);
  expect(entered).toMatchObject({ person: { grants: [{ role: "admin", product: "*" }] } });

  expect(await signInWithProvider(claims(["drivers"]), visitor)).toEqual({ refused: "roles" });
});

test("a group that gives a role for a product that is not there lets nobody in", async () => {
  expect(await signInWithProvider(claims(["lost"]), visitor)).toEqual({ refused: "roles" });
});

test("somebody who had a password here keeps the account, and is the same person", async () => {
  await createUser(system("test"), {
    email: "karl@example.org",
    name: "Karl B.",
    password: null,
    grants: [],
  });

  const outcome = await signInWithProvider(claims(["drivers"]), visitor);

  if ("refused" in outcome) throw new Error(outcome.refused);
  expect(await findSession(outcome.session.secret)).toMatchObject({
    person: { name: "Karl B.", grants: [{ role: "driver", product: "Heron" }] },
  });
});
