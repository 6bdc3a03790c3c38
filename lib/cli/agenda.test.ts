import { expect, test } from "vitest";

import { recordingIo, startServer } from "@/lib/testing/command-line";

import { runCli } from "./program";

async function agenda(items: readonly object[], ...argv: string[]) {
  const server = await startServer(() => ({ body: { items } }));
  const { io, written } = recordingIo({ url: server.url });
  const status = await runCli(["agenda", ...argv], io);
  return { status, out: written.out, asked: server.asked.map(({ url }) => url) };
}

test("what is to happen is listed with what collides", async () => {
  const item = {
    at: "2026-11-26T18:00:00Z",
    kind: "step",
    changeSet: 12,
    state: "scheduled",
    reason: "Half of all",
    author: "driver@example.com",
    step: { number: 2, of: 3 },
    rows: ["rule 14"],
    collisions: [{ changeSet: 15, row: "rule 14" }],
  };
  const { out, asked } = await agenda([item], "--hours", "12");
  expect(asked).toEqual(["/api/v1/agenda?hours=12"]);
  expect(out).toContain("12 scheduled\tstep 2 of 3: rule 14\tHalf of all\t15 (rule 14)");
});

test("an empty agenda says so", async () => {
  expect(await agenda([])).toMatchObject({ status: 0, out: "Nothing within 48 hours.\n" });
});
