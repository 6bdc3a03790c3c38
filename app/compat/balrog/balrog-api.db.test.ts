import { beforeEach, describe, expect, test, vi } from "vitest";

import { system, type TokenScope } from "@/lib/access/role";
import { mintToken } from "@/lib/access/token";
import { importBalrog } from "@/lib/balrog/import";
import { enactDueStep } from "@/lib/change-sets/service-schedule";
import type { Configuration } from "@/lib/configuration/configuration";
import { exportConfiguration } from "@/lib/configuration/service";
import { compileSnapshot } from "@/lib/decision/snapshot";
import { answerTo } from "@/lib/testing/conformance/scenario-snapshot";
import { askBalrogApi, BalrogClient } from "@/lib/testing/balrog-client";
import { emptyDatabase } from "@/lib/testing/database";
import { create, make } from "@/lib/testing/operations";
import { makePeople } from "@/lib/testing/people";

// Who asks without a token or session has neither cookies nor headers.
vi.mock("next/headers", () => ({
  cookies: () => Promise.resolve({ getAll: () => [] }),
  headers: () => Promise.resolve(new Headers({ host: "aus.example.com" })),
}));

const name = "Heron-98.0-build1";
const product = "Heron";
const hash = "sha512";
const locales = Array.from({ length: 100 }, (_, i) => `l${100 + i}`);

/** What automation says of a release when it makes it. */
const base = {
  schema_version: 9,
  appVersion: "98.0",
  displayVersion: "98.0",
  updateLine: [{ for: {}, fields: { detailsURL: "https://www.example.com/%LOCALE%/", type: "minor" } }],
  fileUrls: {
    "*": { completes: { "*": "https://dl.example.com/?os=%OS_BOUNCER%&lang=%LOCALE%" } },
  },
  platforms: {
    "Linux_x86_64-gcc3": { OS_BOUNCER: "linux64", OS_FTP: "linux-x86_64" },
    "Linux_x86_64-gcc3-asan": { alias: "Linux_x86_64-gcc3" },
  },
};

const target = "Linux_x86_64-gcc3";

function localeData(locale: string) {
  return {
    buildID: "20261020130455",
    appVersion: "98.0",
    displayVersion: "98.0",
    completes: [
      {
        from: "*",
        filesize: 1_000 + locale.length,
        hashValue: Buffer.from(locale).toString("hex").padStart(128, "0"),
      },
    ],
  };
}

let client: BalrogClient;

async function clientWith(scope: TokenScope): Promise<BalrogClient> {
  return new BalrogClient(await mintToken(system("test"), { name: `t-${scope}`, scope, expiresAt: null }));
}

beforeEach(async () => {
  await emptyDatabase();
  await make(
    create("product", { name: product }),
    create("allowedDomain", { host: "dl.example.com", products: [product] }),
    create("allowedDomain", { host: "www.example.com", products: [product] }),
  );
  client = await clientWith("push");
});

function makeRelease() {
  const data = JSON.stringify({ ...base, name });
  return client.write("POST", `/releases/${name}`, {
    name,
    product,
    hashFunction: hash,
    data,
    schema_version: 9,
  });
}

function submitLocale(locale: string) {
  const data = JSON.stringify(localeData(locale));
  const body = { product, data, hashFunction: hash, schema_version: 9, alias: "null" };
  return client.putLocale(name, { target, locale }, body);
}

function answersOf(configuration: Configuration, urls: readonly string[]): string[] {
  const rules = configuration.rules.map((rule, i) => ({ ...rule, id: rule.id ?? i + 1, rowVersion: 1 }));
  const snapshot = compileSnapshot({ ...configuration, revision: 1, rules });
  return urls.map(
    (url) => answerTo(snapshot, { url, response: { status: 200, headers: {}, body: null } }).body,
  );
}

describe("release automation of Balrog's", () => {
  test("ships a release, which is served as its blob imported would be", { timeout: 60_000 }, async () => {
    expect((await makeRelease()).status).toBe(201);
    const submitted = await Promise.all(locales.map(submitLocale));
    expect(submitted.map(({ status }) => status)).toEqual(locales.map(() => 201));
    // As in Balrog, each change counts one.
    expect((await client.ask("HEAD", `/releases/${name}`)).headers.get("x-data-version")).toBe("101");

    const rule = { product, channel: "nightly", priority: 90, backgroundRate: 50, update_type: "minor" };
    const made = await client.ask("POST", "/rules", { ...rule, mapping: name, alias: "heron-nightly" });
    expect(made).toMatchObject({ status: 200, body: 1 });
    const changed = await client.write("POST", "/rules/heron-nightly", { backgroundRate: 100 });
    expect(changed).toMatchObject({ status: 200, body: { new_data_version: 2 } });
    expect(await client.ask("GET", "/rules/1")).toMatchObject({
      body: { rule_id: 1, alias: "heron-nightly", backgroundRate: 100, data_version: 2, mapping: name },
    });

    const locked = await client.write(
      "PUT",
      `/releases/${name}/read_only`,
      { read_only: true },
      `/releases/${name}`,
    );
    expect(locked).toMatchObject({ status: 201, body: { new_data_version: 102 } });
    expect((await submitLocale("l101")).status).toBe(403);

    const { configuration } = await exportConfiguration(system("test"));
    const blob = {
      ...base,
      name,
      hashFunction: hash,
      platforms: {
        ...base.platforms,
        [target]: {
          ...base.platforms[target],
          locales: Object.fromEntries(locales.map((locale) => [locale, localeData(locale)])),
        },
      },
    };
    const { configuration: imported } = importBalrog([
      {
        file: "dump.json",
        document: {
          rules: [{ ...rule, rule_id: 1, backgroundRate: 100, mapping: name, alias: "heron-nightly" }],
          releases: [{ name, product, read_only: true, blob }],
          allowlist: { "dl.example.com": [product], "www.example.com": [product] },
        },
      },
    ]);
    const urls = [target, `${target}-asan`, "WINNT"].flatMap((client) =>
      ["l100", "l199", "xx"].map(
        (locale) =>
          `/update/3/${product}/97.0/20260101000000/${client}/${locale}/nightly/L/default/default/update.xml`,
      ),
    );
    const served = answersOf(configuration, urls);
    expect(served).toEqual(answersOf(imported, urls));
    expect(served[0]).toContain("https://dl.example.com/?os=linux64&amp;lang=l100");
    expect(configuration.releases).toEqual(imported.releases);
  });

  test("submits nightlies: a release is made by its first locale, and repeating changes nothing", async () => {
    const nightly = { product, hashFunction: hash, schema_version: 4 };
    const data = JSON.stringify({
      ...localeData("de"),
      platformVersion: "98.0a1",
      completes: [{ ...localeData("de").completes[0], fileUrl: "https://dl.example.com/de.mar" }],
    });
    const put = (release: string) =>
      client.putLocale(release, { target, locale: "de" }, { ...nightly, data, alias: '["Linux-other"]' });
    expect(await put("Heron-nightly-1")).toMatchObject({ status: 201, body: { new_data_version: 2 } });
    expect(await put("Heron-nightly-1")).toMatchObject({ status: 200, body: { new_data_version: 2 } });
    expect(await client.ask("GET", "/releases/Heron-nightly-1")).toMatchObject({
      body: { schema_version: 4, platforms: { "Linux-other": { alias: target } } },
    });
    const copied = await client.putLocale(
      "Heron-nightly-1",
      { target, locale: "fr" },
      { ...nightly, data, copyTo: '["Heron-nightly-latest"]' },
    );
    expect(copied.status).toBe(201);
    const path = `builds/${target}/fr`;
    const [one, latest] = await Promise.all(
      ["Heron-nightly-1", "Heron-nightly-latest"].map((each) =>
        client.ask("GET", `/releases/${each}/${path}`),
      ),
    );
    expect(one?.body).toEqual(latest?.body);
  });

  test("schedules a change of a rule as it read it, which happens at its time", async () => {
    await makeRelease();
    await make(
      create("rule", { product, channel: "nightly", priority: 1, mapping: null, alias: "heron-nightly" }),
    );
    const { body: row } = await client.ask("GET", "/rules/heron-nightly");
    const when = Date.now() + 3_600_000;
    const change = {
      ...(row as object),
      mapping: name,
      data_verison: 1,
      rule_id: "heron-nightly",
      change_type: "update",
      when,
    };
    const scheduled = await client.write("POST", "/scheduled_changes/rules", change, "/rules/heron-nightly");
    expect(scheduled).toMatchObject({ status: 200, body: { signoffs: {} } });
    const { sc_id } = scheduled.body as { sc_id: number };
    expect(await client.ask("GET", "/scheduled_changes/rules")).toMatchObject({
      body: {
        count: 1,
        scheduled_changes: [{ sc_id, when, complete: false, change_type: "update", mapping: name }],
      },
    });
    expect(await enactDueStep(sc_id, new Date(when))).toMatchObject({ kind: "enacted" });
    expect(await client.ask("GET", "/rules/heron-nightly")).toMatchObject({
      body: { mapping: name, data_version: 2 },
    });

    const past = { ...change, when: Date.now() - 1_000, data_version: 2 };
    expect((await client.ask("POST", "/scheduled_changes/rules", past)).status).toBe(400);
  });

  test("writes parts of a release through the second API, each at its own data version", async () => {
    const path = `/v2/releases/${name}`;
    const blob = { ...base, name, hashFunction: hash };
    expect(await client.ask("PUT", path, { product, blob })).toMatchObject({ status: 200, body: { ".": 1 } });
    const part = (locale: string, data: object) => ({
      platforms: { [target]: { locales: { [locale]: data } } },
    });
    const old = (locale: string, version: number) => ({
      platforms: { [target]: { locales: { [locale]: version } } },
    });
    const submitted = await Promise.all(
      ["de", "fr"].map((locale) =>
        client.ask("POST", path, {
          blob: part(locale, localeData(locale)),
          old_data_versions: { platforms: { [target]: { locales: {} } } },
        }),
      ),
    );
    expect(submitted.map(({ body }) => body)).toEqual([old("de", 1), old("fr", 1)]);
    const other = { blob: part("de", { buildID: "20261020130456" }) };
    expect(await client.ask("POST", path, { ...other, old_data_versions: old("de", 9) })).toMatchObject({
      status: 400,
      body: { detail: "OutdatedDataError" },
    });
    expect(await client.ask("POST", path, { ...other, old_data_versions: old("de", 1) })).toMatchObject({
      status: 200,
      body: old("de", 2),
    });
    expect(await client.ask("GET", path)).toMatchObject({
      body: {
        blob: part("de", { ...localeData("de"), buildID: "20261020130456" }),
        data_versions: { ".": 1, ...part("de", {}), platforms: { [target]: { locales: { de: 2, fr: 1 } } } },
      },
    });
    expect(
      await client.ask("PUT", `${path}/read_only`, { read_only: true, old_data_version: 1 }),
    ).toMatchObject({
      body: { ".": 2 },
    });
  });

  test("pins a version to a release, and never back to an older one", async () => {
    const blob = (version: string) => ({
      ...base,
      appVersion: version,
      name: `H-${version}`,
      hashFunction: hash,
    });
    for (const version of ["98.0", "98.0.1"]) {
      await client.ask("PUT", `/v2/releases/H-${version}`, { product, blob: blob(version) });
    }
    const pin = (version: string, when?: number) =>
      client.ask("PUT", `/v2/releases/H-${version}/pinnable`, {
        product,
        channel: "nightly",
        version: "98.",
        when,
      });
    expect((await pin("98.0")).body).toEqual({ ".": 1 });
    expect((await pin("98.0.1")).body).toEqual({ ".": 2 });
    expect((await pin("98.0")).body).toEqual({ pin_not_set: true, reason: "existing_pin_is_newer" });
    expect((await pin("98.0.1", Date.now() + 60_000)).body).toEqual({ ".": 2 });
    expect(await client.ask("GET", `/v2/pins/${product}/nightly/98.`)).toMatchObject({
      body: { product, channel: "nightly", version: "98.", mapping: "H-98.0.1", data_version: 2 },
    });
    expect((await pin("99.0")).status).toBe(404);
  });

  test("what others have to sign waits as one change set, however often it is asked for", async () => {
    await makeRelease();
    await makePeople({ manager: "manager" });
    await make(
      create("rule", { product, channel: "release", priority: 1, mapping: name, alias: "live" }),
      create("policy", {
        subject: "clients",
        product,
        channel: "release",
        drivers: 0,
        managers: 1,
        admins: 0,
      }),
    );
    const push = () => client.write("POST", "/rules/live", { backgroundRate: 25 });
    const refused = await push();
    expect(refused).toMatchObject({ status: 400, body: { detail: "Signoff Required" } });
    const { exception } = refused.body as { exception: string };
    const number = /Change set (\d+)/.exec(exception)?.[1];
    expect(number).toBeDefined();
    expect((await push()).body).toMatchObject({
      exception: expect.stringContaining(`Change set ${number}`) as string,
    });
    expect(await client.ask("GET", "/scheduled_changes/rules")).toMatchObject({ body: { count: 1 } });
    expect(await client.ask("GET", "/rules/live")).toMatchObject({ body: { backgroundRate: 100 } });
  });
});

describe("what is refused, in Balrog's form", () => {
  test("another data version, another product, an unsound blob, an unknown rule, a wrong token", async () => {
    await makeRelease();
    const whole = { product, blob: { ...base, name, hashFunction: hash } };
    const cases: [unknown, number, object][] = [
      [
        await client.ask("PUT", `/releases/${name}`, { ...whole, data_version: 7 }),
        400,
        { detail: "OutdatedDataError" },
      ],
      [
        await client.ask("PUT", `/releases/${name}`, whole),
        400,
        { exception: ["/data_version: Release exists, data_version must be provided"] },
      ],
      [
        await client.ask("PUT", "/releases/x", { product, blob: { schema_version: 77 } }),
        400,
        { exception: [expect.stringContaining("/blob/schema_version: There is no schema_version 77")] },
      ],
      [
        await client.write("POST", `/releases/${name}`, { product: "Other", data: "{}" }),
        400,
        { exception: [expect.stringContaining("/product")] },
      ],
      [
        await client.ask("POST", `/releases/${name}`, { product, data: "{" }),
        400,
        { exception: ["/data: This is not JSON"] },
      ],
      [await client.ask("GET", "/rules/none"), 404, { title: "Not Found" }],
      [await client.ask("GET", "/nothing"), 404, { title: "Not Found" }],
      [
        await client.ask("POST", "/releases", { ...whole, name }),
        400,
        { detail: `Release: ${name} already exists` },
      ],
      [
        await client.ask("POST", "/rules", { priority: 1, backgroundRate: 1, mapping: name, colour: "red" }),
        400,
        {
          exception: [expect.stringContaining("/colour")],
        },
      ],
      [await askBalrogApi("aus_wrong", "GET", "/rules"), 401, { title: "Unauthenticated" }],
      [await askBalrogApi(undefined, "GET", "/csrf_token"), 401, {}],
    ];
    for (const [answer, status, body] of cases) expect(answer).toMatchObject({ status, body });
    expect((await client.ask("GET", `/releases/${name}`)).headers.get("x-data-version")).toBe("1");
  });

  test("a token may do through this API what it may do through the other", async () => {
    await makeRelease();
    const reader = await clientWith("read");
    const submitter = await clientWith("submit");
    const data = JSON.stringify(localeData("de"));
    const body = { product, data, hashFunction: hash, schema_version: 9 };
    expect((await reader.putLocale(name, { target, locale: "de" }, body)).status).toBe(403);
    expect((await submitter.putLocale(name, { target, locale: "de" }, body)).status).toBe(201);
    const rule = { product, channel: "nightly", priority: 1, backgroundRate: 1, mapping: name };
    expect((await submitter.ask("POST", "/rules", rule)).status).toBe(403);
  });
});
