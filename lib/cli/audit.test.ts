import { afterEach, expect, test } from "vitest";

import { recordingIo, startServer, type Reply } from "@/lib/testing/command-line";

import { runCli } from "./program";

let stop: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(stop.map((end) => end()));
  stop = [];
});

async function aus(argv: readonly string[], answers: Readonly<Record<string, Reply>>) {
  const nothing = { status: 404, body: { detail: "There is nothing here" } };
  const server = await startServer(({ url }) => answers[url.replace("/api/v1/", "")] ?? nothing);
  stop.push(server.stop);
  const { io, written } = recordingIo({ url: server.url });
  return { status: await runCli(argv, io), ...written };
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
