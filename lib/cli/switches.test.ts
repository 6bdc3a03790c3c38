import { expect, test } from "vitest";

import { enactedAs, recordingIo, startServer, type Asked, type Reply } from "@/lib/testing/command-line";

import { runCli } from "./program";

type ShutOffs = readonly { product: string; channel: string; reason: string; rowVersion: number }[];

async function aus(argv: readonly string[], shutOffs: ShutOffs = [], given: object = {}) {
  const products = [{ name: "Heron", throttle: 100, rowVersion: 3 }];
  const counts = { shutOff: { created: 1, updated: 0, deleted: 0 } };
  const answers: Record<string, unknown> = {
    "/api/v1/shut-offs": { shutOffs },
    "/api/v1/products": { products },
  };
  const reply = (asked: Asked): Reply => {
    const body = answers[asked.url];
    return body === undefined ? enactedAs(4, asked, { counts }) : { body };
  };
  const server = await startServer(reply);
  const { io, written } = recordingIo({ url: server.url, ...given });
  const status = await runCli(argv, io);
  const posted = server.asked.filter(({ method }) => method === "POST").map(({ body }) => body);
  return { status, ...written, posted };
}

const off = (channel: string, product = "Heron") => ({ product, channel, reason: "Crashes", rowVersion: 2 });
const because = ["--yes", "--reason", "Crashes"];
const everyClient = { product: "Heron", buildTarget: null, version: null, locale: null, reason: "Crashes" };

test.each([
  [[], "*", "Heron gets"],
  [["--channel", "beta"], "beta", "Heron on beta gets"],
])("shut-off %j switches off channel %s with its reason", async (argv, channel, told) => {
  const { status, out, posted } = await aus(["shut-off", "Heron", ...argv, ...because]);
  expect(status).toBe(0);
  expect(posted.at(-1)).toMatchObject({
    reason: "Crashes",
    operations: [{ entity: "shutOff", action: "create", value: { ...everyClient, channel } }],
  });
  expect(out).toContain(told);
});

test("the reason that is typed on a terminal is the shut-off's", async () => {
  const terminal = { interactive: true, agrees: true, types: "It burns" };
  const { posted } = await aus(["shut-off", "Heron"], [], terminal);
  expect(posted.at(-1)).toMatchObject({
    reason: "It burns",
    operations: [{ value: { reason: "It burns" } }],
  });
});

test("what is shut off already stays so", async () => {
  const { status, out, posted } = await aus(["shut-off", "Heron", ...because], [off("*")]);
  expect([status, posted]).toEqual([0, []]);
  expect(out).toBe("Heron is shut off already (Crashes).\n");
});

test("switch-on deletes the row at the version that was read, and tells what else is off", async () => {
  const { status, out, posted } = await aus(
    ["switch-on", "Heron", "--channel", "beta", ...because],
    [off("beta"), off("release"), off("*", "*")],
  );
  expect(status).toBe(0);
  expect(posted.at(-1)).toMatchObject({
    operations: [
      { entity: "shutOff", action: "delete", key: { product: "Heron", channel: "beta" }, rowVersion: 2 },
    ],
  });
  expect(out).toContain("every product is shut off.");
  expect(out).not.toContain("release");
});

test("switch-on of what is not off says where it is off", async () => {
  const { status, out, posted } = await aus(["switch-on", "Heron", ...because], [off("beta")]);
  expect([status, posted]).toEqual([0, []]);
  expect(out).toBe("Heron is not shut off. Heron on beta is shut off.\n");
});

test("throttle sets the percentage of a product as it was read", async () => {
  const { status, out, posted } = await aus(["throttle", "Heron", "25", ...because]);
  expect(status).toBe(0);
  const operation = { action: "update", key: { name: "Heron" }, rowVersion: 3, fields: { throttle: 25 } };
  expect(posted.at(-1)).toMatchObject({ operations: [operation] });
  expect(out).toContain("Heron: 100 % → 25 %");
});

test.each([
  [["Heron", "101"], 2, '"101" is no percentage'],
  [["Heron", "half"], 2, '"half" is no percentage'],
  [["Herring", "5"], 1, "There are: Heron."],
])("throttle %j is refused", async (argv, status, message) => {
  const ran = await aus(["throttle", ...argv, ...because]);
  expect([ran.status, ran.posted]).toEqual([status, []]);
  expect(ran.err).toContain(message);
});
