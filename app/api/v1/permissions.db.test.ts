import fs from "node:fs";
import path from "node:path";

import { beforeAll, describe, expect, test, vi } from "vitest";

import { routeTable } from "@/lib/http/route-table";
import { asSuperuser } from "@/lib/testing/database";
import { actors, populate, type Label, type Place, type World } from "@/lib/testing/permissions/world";
import { call } from "@/lib/testing/call-route";

// Who asks without a token or session has neither cookies nor headers.
vi.mock("next/headers", () => ({
  cookies: () => Promise.resolve({ getAll: () => [] }),
  headers: () => Promise.resolve(new Headers({ host: "aus.example.com", origin: "http://aus.example.com" })),
}));

/** Written by hand, from what is promised: never from the code that is tested. */
type Who = {
  /** The least role of people, held for the product in question, for every product, or for any. */
  readonly people?: readonly ["nobody" | "viewer" | "driver" | "manager" | "admin", "own" | "all" | "any"];
  readonly tokens?: readonly [scopes: string, "own" | "all" | "any"];
  readonly only?: Label;
  readonly anonymous?: true;
};

const everybody: Who = {
  people: ["nobody", "any"],
  tokens: ["read submit push admin", "any"],
  anonymous: true,
};
const known: Who = { people: ["nobody", "any"], tokens: ["read submit push admin", "any"] };
const readers: Who = { people: ["viewer", "any"], tokens: ["read submit push admin", "any"] };
const readersOfAll: Who = { people: ["viewer", "all"], tokens: ["read submit push admin", "all"] };
const readersOfOwn: Who = { people: ["viewer", "own"], tokens: ["read submit push admin", "own"] };
const submitters: Who = { people: ["driver", "own"], tokens: ["submit push admin", "own"] };
const pushers: Who = { people: ["driver", "own"], tokens: ["push admin", "own"] };
const pushersOfAll: Who = { people: ["driver", "all"], tokens: ["push admin", "all"] };
const editors: Who = { people: ["driver", "own"], tokens: ["admin", "own"] };
const signers: Who = { people: ["driver", "own"] };
const managers: Who = { people: ["manager", "own"] };
const governors: Who = { people: ["manager", "own"], tokens: ["admin", "own"] };
const governorsOfAll: Who = { people: ["manager", "all"], tokens: ["admin", "all"] };
const administrators: Who = { people: ["admin", "own"], tokens: ["admin", "own"] };
const administratorsOfAny: Who = { people: ["admin", "any"], tokens: ["admin", "any"] };
const administratorsOfAll: Who = { people: ["admin", "all"], tokens: ["admin", "all"] };

const ranks = ["nobody", "viewer", "driver", "manager", "admin"];
const holds = (place: Place, where: "own" | "all" | "any") =>
  where === "any" || place === "*" || (where === "own" && place === "Own");

function isAllowed({ people, tokens, only, anonymous }: Who, label: Label): boolean {
  const actor = actors[label];
  if (only !== undefined) return only === label;
  if (!actor || actor.kind === "anonymous") return anonymous === true;
  if (actor.kind === "token") {
    return tokens !== undefined && tokens[0].split(" ").includes(actor.rank) && holds(actor.place, tokens[1]);
  }
  if (people === undefined || ranks.indexOf(actor.rank) < ranks.indexOf(people[0])) return false;
  return actor.rank === "nobody" || holds(actor.place, people[1]);
}

type Case = {
  readonly who: Who;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: object;
  /** What whoever is allowed gets. */
  readonly answers?: number;
  /** What everybody else gets who is known; all of them when left out. */
  readonly refused?: readonly number[];
};

const reason = "Walk";
const operation = (entity: string, value: object) => ({ entity, action: "create", value });
const submit = (...operations: object[]) => ({ reason, operations });
const rule = (channel: string | null, product: string | null = "Own") =>
  submit(operation("rule", { product, channel, priority: 7 }));
const admins = { drivers: 0, managers: 0, admins: 0 };
const access = { subject: "access", product: "Own", channel: "%2A" };

const forWhom = (path: string): Case[] => [{ who: readers, ...(path === "" ? {} : { query: path }) }];

/** Every route, with requests of which whoever is allowed could make each. Writes that a policy guards wait: 202. */
const cases: Readonly<Record<string, readonly Case[]>> = {
  "GET /openapi.json": [{ who: everybody }],
  "POST /session": [
    { who: {}, body: { email: "x@example.com", password: "wrong-wrong-wrong" }, refused: [401] },
  ],
  "GET /session": [{ who: known }],
  "DELETE /session": [{ who: { people: ["nobody", "any"] }, refused: [422] }],
  "GET /status": [{ who: known }],
  "GET /configuration": [{ who: readersOfAll }, { who: readersOfAll, query: "at=1" }],
  "GET /configuration/diff": forWhom("from=1&to=now"),
  "PUT /configuration": [
    {
      who: editors,
      query: "mode=merge",
      body: { reason, configuration: { products: [{ name: "Own", comment: "x" }] } },
    },
    {
      who: pushers,
      query: "mode=merge",
      body: { reason, configuration: { rules: [{ alias: "own-release", priority: 99 }] } },
      answers: 202,
    },
  ],
  "GET /problems": [{ who: readers }],
  "GET /paths": [{ who: readersOfOwn, query: "product=Own&channel=nightly" }],
  "POST /explain": [
    { who: readers, body: { url: "/update/3/Own/1.0/1/Linux/de/nightly/L/default/default/update.xml" } },
  ],
  "POST /change-sets": [
    { who: pushers, body: rule("nightly") },
    { who: pushers, body: rule("release"), answers: 202 },
    { who: pushers, body: rule(null), answers: 202 },
    {
      who: pushersOfAll,
      body: rule("nightly", null),
    },
    {
      who: submitters,
      body: submit(operation("build", { release: "Own-2", buildTarget: "L", locale: "de" })),
    },
    {
      who: submitters,
      body: submit(operation("build", { release: "Own-1", buildTarget: "L", locale: "de" })),
      answers: 202,
    },
    { who: pushers, body: submit(operation("shutOff", { product: "Own", channel: "release", reason })) },
    {
      who: pushers,
      body: submit({
        entity: "shutOff",
        action: "delete",
        key: { product: "Own", channel: "beta-off" },
        rowVersion: 1,
      }),
      answers: 202,
    },
    {
      who: pushers,
      body: submit(operation("pin", { product: "Own", channel: "release", version: "1.", mapping: "Own-1" })),
      answers: 202,
    },
    { who: editors, body: submit(operation("channel", { product: "Own", name: "aurora" })) },
    {
      who: editors,
      body: submit({
        entity: "product",
        action: "update",
        key: { name: "Own" },
        rowVersion: 1,
        fields: { throttle: 1 },
      }),
      answers: 202,
    },
    {
      who: administratorsOfAll,
      body: submit({ entity: "settings", action: "update", key: {}, rowVersion: 1, fields: { throttle: 1 } }),
      answers: 202,
    },
    {
      who: administrators,
      body: submit(operation("allowedDomain", { host: "own.example.com", products: ["Own"] })),
      answers: 202,
    },
    {
      who: administrators,
      body: submit(
        operation("user", {
          email: "new@example.com",
          name: "N",
          grants: [{ role: "admin", product: "Own" }],
        }),
      ),
      answers: 202,
    },
    {
      who: administratorsOfAll,
      body: submit(
        operation("user", {
          email: "new@example.com",
          name: "N",
          grants: [{ role: "viewer", product: "*" }],
        }),
      ),
      answers: 202,
    },
    {
      who: administrators,
      body: submit(
        operation("token", {
          name: "new",
          scope: "push",
          products: ["Own"],
          expiresAt: "2099-01-01T00:00:00Z",
        }),
      ),
      answers: 202,
    },
    {
      who: governors,
      body: submit(operation("policy", { subject: "clients", product: "Own", channel: "aurora", ...admins })),
      answers: 202,
    },
    {
      who: governors,
      body: submit({
        entity: "policy",
        action: "delete",
        key: { subject: "access", product: "Own", channel: "*" },
        rowVersion: 1,
      }),
      answers: 202,
    },
  ],
  "GET /change-sets": forWhom(""),
  "POST /roll-backs": [
    { who: pushers, body: { reason, entity: "rule", key: "1", to: 3 } },
    { who: pushers, body: { reason, entity: "rule", key: "2", to: 3 }, answers: 202 },
    { who: pushers, body: { reason, product: "Own", to: 3 }, answers: 202 },
    { who: pushersOfAll, body: { reason, to: 3 }, answers: 202 },
    {
      who: administrators,
      body: { reason, entity: "user", key: "changed@example.com", to: 3 },
      answers: 202,
    },
  ],
  "GET /rules": forWhom("channel=nightly"),
  "GET /rules/{id}": [{ who: readersOfOwn, params: { id: "1" } }],
  "GET /releases": forWhom("product=Own"),
  "GET /releases/{name}": [{ who: readersOfOwn, params: { name: "Own-1" } }],
  "GET /products": forWhom(""),
  "GET /shut-offs": forWhom(""),
  "GET /channels": forWhom(""),
  "GET /pins": forWhom(""),
  "GET /allowed-domains": forWhom(""),
  "GET /settings": forWhom(""),
  "GET /revisions": forWhom(""),
  "GET /revisions/{id}": [{ who: readers, params: { id: "1" } }],
  "GET /audit/verify": forWhom(""),
  "GET /audit/export": forWhom(""),
  "GET /tokens": [{ who: administratorsOfAny }],
  "POST /tokens": [
    {
      who: administrators,
      body: { name: "new", scope: "read", products: ["Own"], expiresAt: "2099-01-01T00:00:00Z" },
      answers: 202,
    },
    {
      who: administratorsOfAll,
      body: { name: "new", scope: "read", expiresAt: "2099-01-01T00:00:00Z" },
      answers: 202,
    },
  ],
  "PATCH /tokens/{name}": [
    { who: administrators, params: { name: "unborn" }, body: { scope: "admin" }, answers: 202 },
    { who: administratorsOfAll, params: { name: "unborn" }, body: { products: [] }, answers: 202 },
  ],
  "DELETE /tokens/{name}": [{ who: administrators, params: { name: "unborn" }, answers: 202 }],
  "POST /tokens/{name}/secret": [{ who: administratorsOfAll, params: { name: "unborn" } }],
  "GET /users": [{ who: administratorsOfAny }],
  "POST /users": [
    {
      who: administrators,
      body: {
        email: "new@example.com",
        name: "N",
        grants: [{ role: "admin", product: "Own" }],
        password: "long-enough-password",
      },
      answers: 202,
    },
    { who: administratorsOfAll, body: { email: "new@example.com", name: "N" }, answers: 202 },
  ],
  "PATCH /users/{email}": [
    {
      who: administrators,
      params: { email: "changed@example.com" },
      body: { grants: [{ role: "manager", product: "Own" }] },
      answers: 202,
    },
    {
      who: administratorsOfAll,
      params: { email: "changed@example.com" },
      body: { grants: [{ role: "viewer", product: "*" }] },
      answers: 202,
    },
  ],
  "DELETE /users/{email}": [{ who: administrators, params: { email: "changed@example.com" }, answers: 202 }],
  "PUT /users/{email}/password": [
    // Even oneself needs the present one.
    {
      who: { only: "driver of Own" },
      params: { email: "driver.own@example.com" },
      body: { current: "wrong", password: "long-enough-password" },
      answers: 422,
    },
  ],
  "GET /policies": forWhom(""),
  "POST /policies": [
    {
      who: governors,
      body: { subject: "clients", product: "Own", channel: "aurora", ...admins },
      answers: 202,
    },
    {
      who: governorsOfAll,
      body: { subject: "clients", product: "*", channel: "aurora", ...admins },
      answers: 202,
    },
  ],
  "PATCH /policies/{subject}/{product}/{channel}": [
    { who: governors, params: access, body: { admins: 0 }, answers: 202 },
    {
      who: governors,
      params: { subject: "clients", product: "Own", channel: "release%2A" },
      body: { managers: 0 },
      answers: 202,
    },
  ],
  "DELETE /policies/{subject}/{product}/{channel}": [{ who: governors, params: access, answers: 202 }],
};

const inEveryState = [
  "draft",
  "proposed",
  "approved",
  "scheduled",
  "paused",
  "enacted",
  "cancelled",
  "expired",
  "failed",
] as const;

const toCome = ["draft", "proposed", "approved", "scheduled", "paused"];

/** What can be done to a change set of Own that waits for a manager, by whom, and in which states. */
const deeds: Readonly<Record<string, { who: Who; body?: object; states: readonly string[] }>> = {
  "GET /change-sets/{id}": { who: readersOfOwn, states: inEveryState },
  "GET /change-sets/{id}/problems": { who: readersOfOwn, states: toCome },
  "GET /change-sets/{id}/impact": { who: readersOfOwn, states: toCome },
  "PATCH /change-sets/{id}": { who: pushers, body: { reason: "Other" }, states: ["draft", "proposed"] },
  "POST /change-sets/{id}/propose": { who: pushers, body: {}, states: ["draft"] },
  "POST /change-sets/{id}/sign": { who: managers, body: { role: "manager" }, states: ["proposed"] },
  "POST /change-sets/{id}/comments": { who: readersOfOwn, body: { text: "Hm" }, states: inEveryState },
  "POST /change-sets/{id}/request-changes": { who: signers, body: { text: "Why?" }, states: ["proposed"] },
  "POST /change-sets/{id}/cancel": {
    who: pushers,
    body: {},
    states: ["draft", "proposed", "scheduled", "paused"],
  },
  "POST /change-sets/{id}/pause": { who: pushers, body: {}, states: ["scheduled"] },
  "POST /change-sets/{id}/continue": { who: pushers, body: {}, states: ["paused"] },
  "POST /change-sets/{id}/abort": { who: pushers, body: {}, states: ["scheduled", "paused"] },
};

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

/** Every server action, by file, with arguments that it would take. */
const actions: Readonly<Record<string, readonly (readonly [name: string, ...args: unknown[]])[]>> = {
  "(dashboard)/account/actions.ts": [
    ["changeOwnPassword", { current: "x", password: "long-enough-password", again: "long-enough-password" }],
    ["endOwnSession", "x"],
    ["endOwnOtherSessions"],
  ],
  "set-up/actions.ts": [
    [
      "makeFirstAdministrator",
      "wrong",
      { name: "A", email: "a@example.com", password: "long-enough-password", again: "long-enough-password" },
    ],
  ],
};

test("every server action is listed, and none does anything for whoever has not signed in", async () => {
  const app = path.join(import.meta.dirname, "../..");
  const files = fs
    .readdirSync(app, { recursive: true, encoding: "utf8" })
    .filter(
      (file) =>
        /\.tsx?$/.test(file) && fs.readFileSync(path.join(app, file), "utf8").includes('"use server"'),
    )
    .filter((file) => !file.endsWith(".test.ts"));
  const found = files.flatMap((file) =>
    [...fs.readFileSync(path.join(app, file), "utf8").matchAll(/^export async function (\w+)/gm)].map(
      ([, name]) => `${file} ${name ?? ""}`,
    ),
  );
  const listed = Object.entries(actions).flatMap(([file, list]) => list.map(([name]) => `${file} ${name}`));
  expect(found.sort()).toEqual(listed.sort());
  for (const [file, list] of Object.entries(actions)) {
    const module = (await import(path.join(app, file))) as Record<
      string,
      (...args: unknown[]) => Promise<unknown>
    >;
    for (const [name, ...args] of list) {
      expect([name, await module[name]?.(...args)]).toMatchObject([name, { done: false }]);
    }
  }
});
