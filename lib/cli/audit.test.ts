import fs from "node:fs";
import path from "node:path";

import { expect, test } from "vitest";

import { recordingIo, startServer, type Reply } from "@/lib/testing/command-line";

import { runCli } from "./program";

async function aus(argv: readonly string[], answers: Readonly<Record<string, Reply>>) {
  const nothing = { status: 404, body: { detail: "There is nothing here" } };
  const server = await startServer(({ url }) => answers[url.replace("/api/v1/", "")] ?? nothing);
  const { io, written, root } = recordingIo({ url: server.url });
  const file = path.join(root, "record.jsonl");
  const status = await runCli(
    argv.map((word) => (word === "FILE" ? file : word)),
    io,
  );
  return { status, ...written, file };
}

const head = (id: number) => ({
  id,
  at: "2026-01-02T03:04:05.000Z",
  actor: "driver@example.com",
  source: "ui",
  reason: `Because of ${id}`,
});

test("a list of revisions says where it goes on", async () => {
  const answers = {
    "revisions?limit=2&before=9": { body: { revisions: [{ ...head(8), entries: 1 }], next: 8 } },
  };
  const { status, out, err } = await aus(["audit", "list", "--limit", "2", "--before", "9"], answers);
  expect(status).toBe(0);
  expect(out).toContain("8\t2026-01-02T03:04:05.000Z\tdriver@example.com\tui\t1\tBecause of 8\n");
  expect(err).toContain("--before 8");
});

test("a revision is shown with all its rows, page after page", async () => {
  const changed = {
    position: 0,
    entity: "rule",
    key: "7",
    before: { id: 7, backgroundRate: 25, comment: null, rowVersion: 1 },
    after: { id: 7, backgroundRate: 50, comment: "half", rowVersion: 2 },
  };
  const gone = {
    position: 1,
    entity: "pin",
    key: "Heron/beta/98.",
    before: { product: "Heron" },
    after: null,
  };
  const revision = { ...head(8), hash: "abc", previousHash: "" };
  const answers = {
    "revisions/8?limit=500": { body: { ...revision, entries: [changed], next: 0 } },
    "revisions/8?limit=500&after=0": { body: { ...revision, entries: [gone], next: null } },
  };
  const { status, out } = await aus(["audit", "show", "8"], answers);
  expect(status).toBe(0);
  expect(out).toBe(
    [
      "Revision 8, 2026-01-02T03:04:05.000Z, by driver@example.com (ui): Because of 8",
      "Hash abc",
      'rule "7" changed',
      "  backgroundRate: 25 → 50",
      '  comment: nothing → "half"',
      'pin "Heron/beta/98." deleted',
      "2 rows",
      "",
    ].join("\n"),
  );
});

test.each([
  [["audit", "show", "x"], 2, "is no number"],
  [["audit", "list", "--limit", "-1"], 2, "is no number"],
  [["audit", "show", "99"], 1, "There is nothing here"],
])("%j is refused", async (argv, status, message) => {
  const ran = await aus(argv, {});
  expect(ran.status).toBe(status);
  expect(ran.err).toContain(message);
});

const verified = (result: object): Record<string, Reply> => ({
  "audit/verify?progress=1": {
    body: [{ progress: { revisions: 1, of: 2, entries: 1 } }, { result }]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(""),
  },
});

test("a sound record is 0 and says how much was read", async () => {
  const { status, out } = await aus(
    ["audit", "verify"],
    verified({ sound: true, revisions: 1200, entries: 1 }),
  );
  expect([status, out]).toEqual([0, "The record is sound: 1,200 revisions, 1 row.\n"]);
});

test("an altered record is 1 and says where", async () => {
  const found = { sound: false, revision: 3, positions: [2], detail: "Its content is not what was enacted" };
  const { status, err, out } = await aus(["audit", "verify", "--json"], verified(found));
  expect(status).toBe(1);
  expect(err).toBe("The record was altered at revision 3, row 2: Its content is not what was enacted.\n");
  expect(JSON.parse(out)).toMatchObject(found);
});

test("a verification that breaks off is no proof", async () => {
  const body = '{"progress":{"revisions":1,"of":2,"entries":1}}\n';
  const { status, err } = await aus(["audit", "verify"], { "audit/verify?progress=1": { body } });
  expect([status, err]).toEqual([1, expect.stringContaining("broke off")]);
});

test("filters reach the service as they were given", async () => {
  const answers = {
    "revisions?actor=token+nightly&channel=esr*&limit=50": { body: { revisions: [], next: null } },
    "audit/export?entity=rule&from=2026-11-01&after=2": { body: '{"id":3}\n' },
  };
  const list = await aus(["audit", "list", "--actor", "token nightly", "--channel", "esr*"], answers);
  expect([list.status, list.out]).toEqual([0, "No revision.\n"]);
  const written = await aus(
    ["audit", "export", "-", "--entity", "rule", "--from", "2026-11-01", "--after", "2"],
    answers,
  );
  expect(written.out).toBe('{"id":3}\n');
});

const lines = ['{"id":3,"reason":"größer"}', '{"revision":3,"key":"7"}'];

test("the record goes to a file line by line", async () => {
  const answers = { "audit/export?after=2": { body: `${lines.join("\n")}\n` } };
  const { status, out, file } = await aus(["audit", "export", "FILE", "--after", "2"], answers);
  expect([status, out]).toEqual([0, `${file}: 1 revision, 1 row.\n`]);
  expect(fs.readFileSync(file, "utf8")).toBe(`${lines.join("\n")}\n`);
});

test("the record goes to standard output where a pipe wants it", async () => {
  const { out } = await aus(["audit", "export", "-"], { "audit/export": { body: `${lines.join("\n")}\n` } });
  expect(out).toBe(`${lines.join("\n")}\n`);
});

test("a record that breaks off leaves no file", async () => {
  const { status, err, file } = await aus(["audit", "export", "FILE"], {
    "audit/export": { body: lines.join("\n") },
  });
  expect(status).toBe(1);
  expect(err).toContain("broke off");
  expect(fs.readdirSync(path.dirname(file))).toEqual([]);
});

const release = {
  name: "Heron-98",
  product: "Heron",
  readOnly: true,
  comment: "Shipped",
  rowVersion: 3,
  content: { kind: "application", dialect: "gecko-2", attributes: { appVersion: "98.0" } },
  builds: [
    {
      buildTarget: "Linux",
      locale: "de",
      buildID: "20260101",
      patches: [
        { type: "complete", from: "*", size: 1000 },
        { type: "partial", from: "Heron-97", size: 10 },
      ],
    },
  ],
};

test("a release is shown with its builds and what they update from", async () => {
  const { out } = await aus(["releases", "show", "Heron-98"], { "releases/Heron-98": { body: release } });
  expect(out).toContain(
    "Heron-98: application, of Heron, version 98.0, read-only, row version 3, 1 build\nShipped\n",
  );
  expect(out).toContain("Linux\tde\t20260101\t1000 bytes\tHeron-97\n");
});

test("releases are listed, those of one product if asked", async () => {
  const line = { kind: "application", version: null, builds: 4, readOnly: false, comment: null };
  const releases = [
    { name: "Heron-98", product: "Heron", ...line },
    { name: "Kestrel-5", product: "Kestrel", ...line },
  ];
  const { out } = await aus(["releases", "list", "--product", "Kestrel"], {
    releases: { body: { releases } },
  });
  expect(out).toBe(
    "name\tproduct\tkind\tversion\tbuilds\tread-only\nKestrel-5\tKestrel\tapplication\t\t4\tno\n",
  );
});
