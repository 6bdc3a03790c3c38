import { known, pushers, readers, readersOfOwn, submitters, type Who } from "./who";

export type BalrogCase = {
  readonly who: Who;
  /** Where it differs from the route's path. */
  readonly path: string;
  readonly body?: object;
  /** What whoever is allowed gets. */
  readonly answers?: number;
};

const product = "Own";
const rule = { product, channel: "nightly", priority: 7, backgroundRate: 100, mapping: "Own-1" };
const blob = { name: "Own-2", schema_version: 4, hashFunction: "sha512", appVersion: "2.0", platforms: {} };
const when = Date.parse("2099-01-01T00:00:00Z");
const locale = { product, data: "{}", data_version: 1, schema_version: 4 };
const seen = { ".": 1, platforms: { L: { locales: { de: 1 } } } };

/** Of a release with a locale: its row and that of the locale count. */
const version = 2;

/**
 * Every route of the adapter for Balrog's clients, on the world of `populate` with a locale in Own-2 and a pin. Writes that a
 * policy guards wait, which Balrog's clients are told as 400.
 */
export const balrogCases: Readonly<Record<string, readonly BalrogCase[]>> = {
  "GET /csrf_token": [{ who: known, path: "/csrf_token" }],
  "GET /rules": [{ who: readers, path: "/rules" }],
  "POST /rules": [
    { who: pushers, path: "/rules", body: rule },
    { who: pushers, path: "/rules", body: { ...rule, channel: "release" }, answers: 400 },
  ],
  "GET /rules/{rule}": [
    { who: readersOfOwn, path: "/rules/1" },
    { who: readersOfOwn, path: "/rules/own-release" },
  ],
  "POST /rules/{rule}": [
    { who: pushers, path: "/rules/1", body: { data_version: 2, priority: 8 } },
    { who: pushers, path: "/rules/own-release", body: { data_version: 2, priority: 8 }, answers: 400 },
  ],
  "PUT /rules/{rule}": [{ who: pushers, path: "/rules/1", body: { data_version: 2, priority: 8 } }],
  "DELETE /rules/{rule}": [{ who: pushers, path: "/rules/1?data_version=2" }],
  "GET /scheduled_changes/rules": [{ who: readers, path: "/scheduled_changes/rules" }],
  "POST /scheduled_changes/rules": [
    { who: pushers, path: "/scheduled_changes/rules", body: { ...rule, change_type: "insert", when } },
    {
      who: pushers,
      path: "/scheduled_changes/rules",
      body: { change_type: "update", rule_id: 1, data_version: 2, priority: 8, when },
    },
  ],
  "GET /scheduled_changes/rules/{id}": [{ who: readersOfOwn, path: "/scheduled_changes/rules/{scheduled}" }],
  "DELETE /scheduled_changes/rules/{id}": [{ who: pushers, path: "/scheduled_changes/rules/{scheduled}" }],
  "GET /releases": [{ who: readers, path: "/releases" }],
  "POST /releases": [
    { who: submitters, path: "/releases", body: { product, name: "Own-3", blob }, answers: 201 },
  ],
  "GET /releases/{name}": [{ who: readersOfOwn, path: "/releases/Own-2" }],
  "PUT /releases/{name}": [
    { who: submitters, path: "/releases/Own-2", body: { product, blob, data_version: version } },
    { who: submitters, path: "/releases/Own-1", body: { product, blob, data_version: 1 }, answers: 400 },
  ],
  "POST /releases/{name}": [
    { who: submitters, path: "/releases/Own-2", body: { product, data: "{}", data_version: version } },
  ],
  "DELETE /releases/{name}": [{ who: submitters, path: `/releases/Own-2?data_version=${version}` }],
  "GET /releases/{name}/read_only": [{ who: readersOfOwn, path: "/releases/Own-2/read_only" }],
  "PUT /releases/{name}/read_only": [
    {
      who: submitters,
      path: "/releases/Own-2/read_only",
      body: { read_only: true, data_version: version },
      answers: 201,
    },
  ],
  "GET /releases/{name}/builds/{platform}/{locale}": [
    { who: readersOfOwn, path: "/releases/Own-2/builds/L/de" },
  ],
  "PUT /releases/{name}/builds/{platform}/{locale}": [
    { who: submitters, path: "/releases/Own-2/builds/L/fr", body: locale, answers: 201 },
    { who: submitters, path: "/releases/Own-1/builds/L/fr", body: locale, answers: 400 },
  ],
  "GET /v2/releases": [{ who: readers, path: "/v2/releases" }],
  "GET /v2/releases/{name}": [{ who: readersOfOwn, path: "/v2/releases/Own-2" }],
  "GET /v2/releases/{name}/data_versions": [{ who: readersOfOwn, path: "/v2/releases/Own-2/data_versions" }],
  "PUT /v2/releases/{name}": [
    { who: submitters, path: "/v2/releases/Own-2", body: { product, blob, old_data_versions: seen } },
    { who: submitters, path: "/v2/releases/Own-2", body: { blob, old_data_versions: seen, when } },
  ],
  "POST /v2/releases/{name}": [
    {
      who: submitters,
      path: "/v2/releases/Own-2",
      body: { blob: { platforms: { L: { locales: { fr: {} } } } }, old_data_versions: {} },
    },
  ],
  "DELETE /v2/releases/{name}": [{ who: submitters, path: "/v2/releases/Own-2" }],
  "PUT /v2/releases/{name}/read_only": [
    { who: submitters, path: "/v2/releases/Own-2/read_only", body: { read_only: true, old_data_version: 1 } },
  ],
  "PUT /v2/releases/{name}/pinnable": [
    {
      who: pushers,
      path: "/v2/releases/Own-2/pinnable",
      body: { product, channel: "nightly", version: "130." },
    },
  ],
  "GET /v2/pins/{product}/{channel}/{version}": [{ who: readersOfOwn, path: "/v2/pins/Own/nightly/1." }],
};
