import fs from "node:fs";
import path from "node:path";

import { expect, test } from "@playwright/test";

import { aus, startOver, temporaryDirectory } from "./command-line";
import { empty } from "./services";

const because = ["--yes", "--reason", "A test"];

const release = (version: string) => ({
  name: `Heron-${version}`,
  product: "Heron",
  content: {
    kind: "application",
    attributes: { appVersion: version, displayVersion: version, detailsURL: "https://example.com/" },
  },
});

const configuration = {
  products: [{ name: "Heron" }],
  releases: [release("97.0"), release("98.0")],
  rules: [
    { alias: "heron-old", priority: 200, product: "Heron", channel: "beta", version: "<90.0" },
    { alias: "heron-beta", priority: 100, product: "Heron", channel: "beta", mapping: "Heron-97.0" },
  ],
};

test.beforeEach(async () => {
  await startOver();
  const file = path.join(temporaryDirectory(), "heron.json");
  fs.writeFileSync(file, JSON.stringify(configuration));
  expect(await aus(["import", file, "--yes"])).toMatchObject({ status: 0 });
});

test("a push to a channel takes one command and is found in the record", async () => {
  const pushed = await aus(["push", "Heron-98.0", "--channel", "beta", "--rate", "25", ...because, "--json"]);
  expect(pushed).toMatchObject({ status: 0, err: "" });
  const { revision } = JSON.parse(pushed.out) as { revision: number };
  const shown = await aus(["rules", "show", "heron-beta", "--json"]);
  expect(JSON.parse(shown.out)).toMatchObject({ mapping: "Heron-98.0", backgroundRate: 25, rowVersion: 2 });
  const { out } = await aus(["audit", "show", String(revision)]);
  expect(out).toContain('mapping: "Heron-97.0" → "Heron-98.0"');
});

test("a rule is set, disabled and deleted by its alias", async () => {
  const set = ["rules", "set", "heron-old", "--mapping", "Heron-97.0", "--clear", "version", ...because];
  expect((await aus(set)).status).toBe(0);
  expect((await aus(["rules", "disable", "heron-old", ...because])).status).toBe(0);
  const shown = await aus(["rules", "show", "heron-old", "--json"]);
  expect(JSON.parse(shown.out)).toMatchObject({ enabled: false, version: null, mapping: "Heron-97.0" });
  expect((await aus(["rules", "delete", "heron-old", ...because])).status).toBe(0);
  expect((await aus(["rules", "show", "heron-old"])).status).toBe(1);
});

test("a mapping to nothing is refused with the rule's name", async () => {
  const { status, err } = await aus(["rules", "set", "heron-beta", "--mapping", "Heron-99.0", ...because]);
  expect(status).toBe(1);
  expect(err).toMatch(/rule \d+ mapping: /);
});

test("updates are shut off, switched on again and throttled", async () => {
  const beta = ["Heron", "--channel", "beta"];
  expect((await aus(["shut-off", ...beta, ...because])).status).toBe(0);
  expect((await aus(["shut-off", ...beta, ...because])).out).toContain("is shut off already (A test)");
  expect((await aus(["switch-on", ...beta, ...because])).status).toBe(0);
  expect((await aus(["throttle", "Heron", "50", ...because])).out).toContain("100 % → 50 %");
  const written = JSON.parse((await aus(["export", "-"])).out) as object;
  expect(written).toMatchObject({ shutOffs: [], products: [{ name: "Heron", throttle: 50 }, {}] });
});

test("the record is sound, and goes to a file that holds all of it", async () => {
  expect((await aus(["audit", "verify"])).out).toContain("The record is sound");
  const file = path.join(temporaryDirectory(), "record.jsonl");
  expect((await aus(["audit", "export", file])).status).toBe(0);
  const { revision } = JSON.parse((await aus(["status", "--json"])).out) as { revision: number };
  const lines = fs.readFileSync(file, "utf8").trim().split("\n");
  const ids = lines.map((line) => (JSON.parse(line) as { id?: number }).id).filter((id) => id !== undefined);
  expect(ids).toEqual(Array.from({ length: revision }, (_, index) => index + 1));
});

test("the API describes itself to anybody", async ({ request }) => {
  const answer = await request.get(`${empty.url}/api/v1/openapi.json`);
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toMatchObject({ openapi: "3.1.0", paths: { "/audit/verify": {} } });
});
