import { expect, test } from "vitest";

import { recordingIo, startServer } from "@/lib/testing/command-line";

import { runCli } from "./program";

const node = {
  name: "ams-1",
  dataCentre: "Amsterdam",
  revision: 7,
  checkedAge: 400,
  perSecond: 12.5,
  version: "0.1.0",
  silence: 900,
};
const arrival = {
  revision: 7,
  enactedAt: "2026-11-27T14:03:05.000Z",
  nodes: 2,
  live: 2,
  everywhereAt: "2026-11-27T14:03:07.100Z",
  slowest: { node: "ams-1", took: 2_100 },
  missing: [],
};
const alarm = { node: "ams-1", severity: "error", code: "behind", detail: "It serves revision 6" };

const wave = {
  revision: 7,
  kind: "stopped",
  by: ["ams-1"],
  canaries: ["ams-1"],
  waiting: ["fra-1"],
  kept: [6],
  patience: 30_000,
  failures: [{ name: "never 131", product: "Heron", detail: "not so", canary: "ams-1" }],
  warnings: [],
  hidden: 0,
  release: null,
  mayRelease: true,
};

async function aus(alarms: readonly object[], ...options: string[]) {
  const body = { revision: 7, nodes: [node], alarms, revisions: [arrival], wave };
  const server = await startServer(() => ({ body }));
  const { io, written } = recordingIo({ url: server.url });
  const status = await runCli(["nodes", ...options], io);
  return { status, out: written.out };
}

test("nodes are listed with what they serve, and when a revision was everywhere", async () => {
  const { status, out } = await aus([]);
  expect(status).toBe(0);
  expect(out).toContain("Amsterdam\tams-1\t7\t0.4 s ago\t12.5\t0.1.0\t0.9 s ago");
  expect(out).toContain("revision 7: live on all 2 nodes at 14:03:07 UTC, slowest ams-1 after 2.1 s");
});

test("an error fails, a warning does not", async () => {
  const failed = await aus([alarm]);
  expect(failed.status).toBe(1);
  expect(failed.out).toContain("error: ams-1: It serves revision 6");
  expect((await aus([{ ...alarm, severity: "warning" }], "--json")).status).toBe(0);
});

test("a revision that canaries stopped is told with what they found, and let through with a reason", async () => {
  const { out } = await aus([]);
  expect(out).toContain("Revision 7 was stopped by canary ams-1 (1 node keeps revision 6)");
  expect(out).toContain("  never 131: not so (ams-1)");

  const asked: unknown[] = [];
  const server = await startServer(({ method, url, body }) => {
    asked.push([method, url, body]);
    return { body: {} };
  });
  const { io, written } = recordingIo({ url: server.url });
  expect(await runCli(["nodes", "release", "7", "--reason", "It is right"], io)).toBe(0);
  expect(asked).toEqual([["POST", "/api/v1/nodes/waves/7/release", { reason: "It is right" }]]);
  expect(written.out).toContain("Revision 7 is let through.");
});
