import { expect, test } from "vitest";

import { recordingIo, startServer } from "@/lib/testing/command-line";

import { runCli } from "./program";

test("traffic is told by value, with the planned and the real share of a roll-out", async () => {
  const one = { value: "14", requests: 4, served: 3, throttled: 4, outside: 1, planned: 200 };
  const body = { from: "2026-11-26T06:00:00Z", to: "2026-11-26T12:00:00Z", steps: [], series: [one] };
  const server = await startServer(() => ({ body }));
  const { io, written } = recordingIo({ url: server.url });
  const status = await runCli(["traffic", "--product", "Heron", "--by", "rule"], io);
  expect(status).toBe(0);
  expect(server.asked[0]?.url).toBe("/api/v1/traffic?product=Heron&by=rule");
  expect(written.out).toContain("14\t4\t3\t50.0 %\t75.0 %");
  expect(written.out).toContain("4 requests from 2026-11-26 06:00 UTC to 2026-11-26 12:00 UTC");
});
