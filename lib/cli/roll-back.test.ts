import { describe, expect, test } from "vitest";

import { configurationSchema } from "@/lib/configuration/configuration";
import { ruleSchema } from "@/lib/rules/rule";
import { enactedAs, recordingIo, startServer, type Asked, type Reply } from "@/lib/testing/command-line";

import { runCli } from "./program";

const counts = { rule: { created: 0, updated: 1, deleted: 0, unchanged: 0 } };
const changes = [
  { entity: "rule", key: "7", fields: [{ name: "mapping", before: "Heron-98", after: "Heron-97" }] },
];
const rules = [{ ...ruleSchema.parse({ id: 7, alias: "main", priority: 1 }), rowVersion: 2 }];
const differences = {
  from: 3,
  to: 9,
  differences: [
    { position: 0, entity: "rule", key: "7", before: { mapping: "A" }, after: { mapping: "B" } },
    { position: 1, entity: "pin", key: "Heron/esr/91.", before: { mapping: "A" }, after: null },
  ],
};

async function aus(argv: readonly string[], submit?: (asked: Asked) => Reply) {
  const server = await startServer((asked) => {
    if (asked.url === "/api/v1/rules") return { body: { rules } };
    if (asked.url.startsWith("/api/v1/configuration/diff")) return { body: differences };
    if (asked.method === "GET") return { body: configurationSchema.parse({}) };
    return (
      submit?.(asked) ??
      enactedAs(9, asked, { counts, changes, warnings: [{ pointer: "", detail: "Beware" }] })
    );
  });
  const { io, written } = recordingIo({ url: server.url });
  const status = await runCli(argv, io);
  const posted = server.asked.filter(({ method }) => method === "POST");
  return { status, ...written, asked: server.asked, posted };
}

const because = ["--yes", "--reason", "because"];

describe("going back", () => {
  test.each([
    [["rollback", "8"], { revision: 8 }],
    [["rollback", "8", "--resolve", "merge"], { revision: 8, merge: true }],
    [["rollback", "--rule", "main", "--to", "5"], { entity: "rule", key: "7", to: 5 }],
    [
      ["rollback", "--rule", "4", "--to", "3h ago"],
      { entity: "rule", key: "4", to: "2026-11-26T09:00:00.000Z" },
    ],
    [
      ["rollback", "--release", "Heron-98", "--to", "2026-11-01"],
      { entity: "release", key: "Heron-98", to: "2026-11-01T00:00:00.000Z" },
    ],
    [["restore", "--to", "5"], { to: 5 }],
    [
      ["restore", "--to", "1d ago", "--product", "Heron", "--channel", "release"],
      { product: "Heron", channel: "release", to: "2026-11-25T12:00:00.000Z" },
    ],
  ])("%j", async (argv, body) => {
    const { status, out, posted } = await aus([...argv, ...because]);
    expect(status).toBe(0);
    expect(posted.map(({ url }) => url)).toEqual(["/api/v1/roll-backs?dryRun=1", "/api/v1/roll-backs"]);
    expect(posted.at(-1)?.body).toEqual({ reason: "because", ...body });
    expect(out).toContain("Warning: Beware");
    expect(out).toContain('rule "7" is changed\n  mapping: "Heron-98" → "Heron-97"');
    expect(out).toContain("Done: revision 9.");
  });

  test.each([
    [["rollback"]],
    [["rollback", "8", "--to", "5"]],
    [["rollback", "8", "--rule", "7"]],
    [["rollback", "--rule", "7"]],
    [["rollback", "eight"]],
    [["restore"]],
    [["restore", "--to", "now"]],
    [["restore", "--to", "5", "--channel", "release"]],
  ])("%j is wrong usage", async (argv) => {
    const { status, posted } = await aus([...argv, ...because]);
    expect([status, posted]).toEqual([2, []]);
  });

  test("rows that moved on are shown, with what merging would do", async () => {
    const conflicts = [
      { entity: "rule", key: "7", base: { mapping: "B" }, theirs: { mapping: "C" }, mine: { mapping: "A" } },
    ];
    const refuse = () => ({ status: 409, body: { title: "Conflict", detail: "Moved on", conflicts } });
    const { status, err } = await aus(["rollback", "8", ...because], refuse);
    expect(status).toBe(1);
    expect(err).toContain('mapping: you saw "B", now "C", you want "A"');
    expect(err).toContain("--resolve merge");
  });
});

test("diff tells what became of each row", async () => {
  const { out, asked } = await aus(["diff", "3", "2h ago"]);
  expect(asked[0]?.url).toBe("/api/v1/configuration/diff?from=3&to=2026-11-26T10%3A00%3A00.000Z");
  expect(out).toContain('rule "7" changed\n  mapping: "A" → "B"');
  expect(out).toContain('pin "Heron/esr/91." deleted');
  expect((await aus(["diff", "3"])).asked[0]?.url).toContain("to=now");
});

test("export --at asks for the configuration of then", async () => {
  const { status, asked } = await aus(["export", "-", "--at", "1h ago"]);
  expect(status).toBe(0);
  expect(asked[0]?.url).toBe("/api/v1/configuration?at=2026-11-26T11%3A00%3A00.000Z");
});
