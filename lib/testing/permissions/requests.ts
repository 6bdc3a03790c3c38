import {
  everybody,
  known,
  readers,
  readersOfAll,
  readersOfOwn,
  submitters,
  pushers,
  pushersOfAll,
  editors,
  governors,
  governorsOfAll,
  administrators,
  administratorsOfAny,
  administratorsOfAll,
  type Who,
} from "./who";

export type Case = {
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
const builds = [{ buildTarget: "L", locale: "de" }];
const access = { subject: "access", product: "Own", channel: "%2A" };

const forWhom = (path: string): Case[] => [{ who: readers, ...(path === "" ? {} : { query: path }) }];

/** Every route, with requests of which whoever is allowed could make each. Writes that a policy guards wait: 202. */
export const cases: Readonly<Record<string, readonly Case[]>> = {
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
  "GET /agenda": [{ who: readers }],
  "GET /invariants": [{ who: readers }],
  "POST /invariants/check": [
    { who: readersOfOwn, body: { statement: "every Own client on nightly gets an update" } },
  ],
  "GET /traffic": [{ who: readers }, { who: readersOfOwn, query: "product=Own&by=version" }],
  "GET /nodes": [{ who: readers }],
  // Nothing is stopped.
  "POST /nodes/waves/{revision}/release": [
    { who: governorsOfAll, params: { revision: "99999" }, body: { reason }, answers: 404 },
  ],
  "GET /paths": [{ who: readersOfOwn, query: "product=Own&channel=nightly" }],
  "GET /templates": [{ who: readers }],
  "POST /templates/{name}": [
    {
      who: readersOfOwn,
      params: { name: "freeze" },
      body: { product: "Own", channel: "nightly", release: "Own-1" },
    },
  ],
  "GET /channels/diff": [{ who: readersOfOwn, query: "product=Own&from=nightly&to=release" }],
  "POST /channels/promotion": [
    { who: readersOfOwn, body: { product: "Own", from: "nightly", to: "release" } },
  ],
  "GET /verification-plan": [{ who: readersOfOwn, query: "product=Own&channel=nightly" }],
  "GET /releases/{name}/verification": [{ who: readersOfOwn, params: { name: "Own-1" } }],
  "POST /releases/{name}/verification": [
    { who: submitters, params: { name: "Own-1" }, body: { files: "head" } },
  ],
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
      body: submit(
        operation("pin", { product: "Own", channel: "release", version: "130.", mapping: "Own-1" }),
      ),
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
  "POST /releases/{name}/builds": [
    { who: submitters, params: { name: "Own-2" }, body: { builds } },
    { who: submitters, params: { name: "Own-1" }, body: { builds }, answers: 202 },
    {
      who: submitters,
      params: { name: "Own-3" },
      body: { builds, release: { product: "Own", content: { kind: "application" } } },
    },
  ],
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
  "POST /users/{email}/password-link": [
    // Others have to sign that it is made.
    { who: administrators, params: { email: "changed@example.com" }, answers: 409 },
  ],
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
  "GET /hooks": [{ who: administratorsOfAll }],
  "POST /hooks": [
    // Others have to sign: it waits, and there is no secret to answer with.
    {
      who: administrators,
      body: { name: "new", url: "https://chat.example.com/", events: ["failed"], products: ["Own"] },
      answers: 409,
    },
    {
      who: administratorsOfAll,
      body: { name: "new", url: "https://chat.example.com/", events: ["failed"] },
      answers: 409,
    },
  ],
  "POST /hooks/{name}/secret": [
    { who: administrators, params: { name: "own-hook" } },
    { who: administratorsOfAll, params: { name: "every-hook" } },
  ],
  "GET /hooks/{name}/deliveries": [
    { who: administrators, params: { name: "own-hook" } },
    { who: administratorsOfAll, params: { name: "every-hook" } },
  ],
  "POST /hook-deliveries/{id}/repeat": [
    { who: administrators, params: { id: "1" } },
    { who: administratorsOfAll, params: { id: "2" } },
  ],
};
