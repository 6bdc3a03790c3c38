import { describe, expect, test } from "vitest";

import { recordingIo, startServer, enactedAs } from "@/lib/testing/command-line";

import { runCli } from "./program";

const policy = (channel: string, demand: object = {}) => ({
  subject: "clients",
  product: "Heron",
  channel,
  drivers: 1,
  managers: 0,
  admins: 0,
  restoring: null,
  comment: null,
  rowVersion: 3,
  ...demand,
});

const gets: Readonly<Record<string, unknown>> = {
  policies: { policies: [policy("beta*"), policy("release*", { managers: 1 })] },
  users: {
    users: [
      {
        email: "ada@example.com",
        name: "Ada",
        disabled: false,
        grants: [{ role: "driver", product: "Heron" }],
        hasPassword: true,
        rowVersion: 2,
      },
    ],
  },
  tokens: {
    tokens: [
      {
        name: "nightly builds",
        scope: "submit",
        products: ["Heron"],
        channel: "nightly",
        expiresAt: "2027-01-01T00:00:00Z",
        revoked: false,
        comment: null,
        lastUsedAt: null,
        hasSecret: true,
        rowVersion: 1,
      },
    ],
  },
};

async function aus(argv: readonly string[], terminal: Parameters<typeof recordingIo>[0] = {}) {
  const counts = { policy: { created: 1, updated: 0, deleted: 0 } };
  const server = await startServer((asked) => {
    const found = gets[asked.url.replace("/api/v1/", "")];
    if (asked.method === "GET" && found !== undefined) return { body: found };
    if (asked.url.endsWith("/password-link")) {
      return { body: { secret: "abc", expiresAt: "2027-01-04T00:00:00.000Z" } };
    }
    return enactedAs(6, asked, { counts, secret: asked.url.endsWith("/tokens") ? "aus_secret" : null });
  });
  const { io, written } = recordingIo({ url: server.url, ...terminal });
  const status = await runCli(argv, io);
  const sent = server.asked.filter(({ method }) => method !== "GET");
  return {
    status,
    ...written,
    sent,
    operations: (sent.at(-1)?.body as { operations?: unknown } | undefined)?.operations,
  };
}

const because = ["--yes", "--reason", "because"];

describe("policies", () => {
  test("are listed with how many of each role sign", async () => {
    const { out } = await aus(["policies", "list"]);
    expect(out).toContain("clients\tHeron\trelease*\t1\t1\t0");
  });

  test("set changes the one there is, at the version that was read, and makes one where there is none", async () => {
    const changed = await aus(["policies", "set", "Heron", "beta*", "--managers", "1", ...because]);
    expect(changed.operations).toEqual([
      {
        entity: "policy",
        action: "update",
        key: { subject: "clients", product: "Heron", channel: "beta*" },
        rowVersion: 3,
        fields: { managers: 1 },
      },
    ]);
    expect(changed.out).toContain("managers: 0 → 1");
    const made = await aus(["policies", "set", "Heron", "--access", "--admins", "2", ...because]);
    expect(made.operations).toMatchObject([
      {
        action: "create",
        value: { subject: "access", product: "Heron", channel: "*", admins: 2, drivers: 0 },
      },
    ]);
  });

  test("delete takes one away", async () => {
    const { operations } = await aus(["policies", "delete", "Heron", "beta*", ...because]);
    expect(operations).toMatchObject([{ action: "delete", key: { channel: "beta*" }, rowVersion: 3 }]);
    expect((await aus(["policies", "delete", "Osprey", ...because])).status).toBe(1);
  });

  test("default adds what is missing of the usual ones", async () => {
    const { operations } = await aus(["policies", "default", "Heron", "--yes"]);
    expect(operations).toMatchObject([{ value: { channel: "esr*", drivers: 1, managers: 1 } }]);
  });

  test.each([[["Heron"]], [["Heron", "beta*", "--drivers", "many"]], [["Heron", "b*ta", "--drivers", "1"]]])(
    "set %j is wrong usage",
    async (argv) => {
      const { status, sent } = await aus(["policies", "set", ...argv, ...because]);
      expect([status, sent]).toEqual([2, []]);
    },
  );
});

describe("users", () => {
  test("are listed with their roles", async () => {
    expect((await aus(["users", "list"])).out).toContain("ada@example.com\tAda\tdriver@Heron\tpassword");
  });

  test("add gives roles for products or for all", async () => {
    const argv = [
      "users",
      "add",
      "bo@example.com",
      "--name",
      "Bo",
      "--grant",
      "manager@Heron",
      "--grant",
      "viewer",
    ];
    const grants = [
      { role: "viewer", product: "*" },
      { role: "manager", product: "Heron" },
    ];
    const { sent } = await aus([...argv, "--password", ...because], {
      password: "correct horse",
      interactive: true,
    });
    expect(sent.at(-1)?.body).toEqual({
      reason: "because",
      email: "bo@example.com",
      name: "Bo",
      grants,
      password: "correct horse",
    });
  });

  test("disable carries the version that was read", async () => {
    const { operations } = await aus(["users", "disable", "ada@example.com", ...because]);
    expect(operations).toMatchObject([{ action: "update", rowVersion: 2, fields: { disabled: true } }]);
  });

  test("link gives the address at which a password is set, and says until when", async () => {
    const { out, sent } = await aus(["users", "link", "ada@example.com"]);
    expect(sent).toMatchObject([{ method: "POST", url: "/api/v1/users/ada%40example.com/password-link" }]);
    expect(out).toMatch(/^http:\S+\/set-password\?token=abc\n.*until 2027-01-04 00:00 UTC/);
  });

  test.each([
    [["add", "Bo@Example.com"]],
    [["add", "bo@example.com", "--grant", "boss"]],
    [["set", "ada@example.com"]],
    [["add", "bo@example.com", "--password"]],
  ])("%j is wrong usage", async (argv) => {
    const { status, sent } = await aus(["users", ...argv, ...because]);
    expect([status, sent]).toEqual([2, []]);
  });
});

describe("tokens", () => {
  test("are listed with their end and their last use", async () => {
    const { out } = await aus(["tokens", "list"]);
    expect(out).toContain("nightly builds\tsubmit\tHeron\tnightly\t2027-01-01 00:00 UTC\tnever");
  });

  test("create ends with the secret", async () => {
    const argv = ["tokens", "create", "betas", "--scope", "push", "--product", "Heron", "--channel", "beta*"];
    const { out, sent } = await aus([...argv, "--expires", "in 90d", "--yes"]);
    expect(out).toMatch(/\naus_secret\n$/);
    expect(sent.at(-1)?.body).toMatchObject({
      name: "betas",
      scope: "push",
      products: ["Heron"],
      channel: "beta*",
      expiresAt: "2027-02-24T12:00:00.000Z",
    });
  });

  test("revoke ends the one of this name", async () => {
    const { operations } = await aus(["tokens", "revoke", "nightly builds", "--yes"]);
    expect(operations).toMatchObject([{ entity: "token", rowVersion: 1, fields: { revoked: true } }]);
    expect((await aus(["tokens", "revoke", "nobody's", "--yes"])).status).toBe(1);
  });

  test("one without an end is wrong usage", async () => {
    expect(await aus(["tokens", "create", "x", "--scope", "read", "--yes"])).toMatchObject({
      status: 2,
      sent: [],
    });
  });
});
