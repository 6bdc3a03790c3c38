import { expect, test } from "vitest";

import { recordingIo, startServer } from "@/lib/testing/command-line";

import { runCli } from "./program";

async function aus(argv: readonly string[], body: unknown) {
  const server = await startServer(() => ({ body }));
  const { io, written } = recordingIo({ url: server.url });
  const status = await runCli(argv, io);
  return { status, ...written, asked: server.asked };
}

const statement = "every Heron client on release reaches 98.0.1";
const clients = {
  channel: "release",
  release: "Heron-90.0",
  version: "90.0",
  buildTarget: "Linux_x86_64-gcc3",
  locales: ["de"],
  osVersion: "Linux",
  detail: "they end at Heron-90.0 (90.0)",
  example: null,
};
const invariant = {
  name: "newest",
  statement,
  enforcement: "blocks",
  enabled: true,
  comment: null,
  rowVersion: 2,
  product: "Heron",
  states: 12,
  broken: [] as object[],
};

test("invariants are listed, and one that does not hold fails", async () => {
  const fine = await aus(["invariants", "list"], { invariants: [invariant] });
  expect(fine.status).toBe(0);
  expect(fine.out).toContain(`newest\tyes\tblocks\t${statement}`);
  const bad = await aus(["invariants", "list"], { invariants: [{ ...invariant, broken: [clients] }] });
  expect(bad.status).toBe(1);
  expect(bad.out).toContain("no: 1 group of clients");
});

test("a statement can be tried, and who would be left behind is named", async () => {
  const tried = await aus(["invariants", "check", statement, "--change-set", "7"], {
    states: 3,
    broken: [clients],
  });
  expect(tried.status).toBe(1);
  expect(tried.out).toContain("release\tHeron-90.0\tLinux_x86_64-gcc3\tde\tthey end at Heron-90.0 (90.0)");
  expect(tried.asked[0]).toMatchObject({ method: "POST", body: { statement, changeSet: 7 } });
});

test("one that can't be read is refused with how to write it, and nothing is sent", async () => {
  const refused = await aus(["invariants", "set", "new", "Heron reaches 98", "--yes"], { invariants: [] });
  expect(refused.status).toBe(2);
  expect(refused.err).toContain("every PRODUCT client on CHANNEL");
  expect(refused.asked.map(({ method }) => method)).toEqual(["GET"]);
});
