import fs from "node:fs";
import path from "node:path";

import { expect, test } from "vitest";

import { configurationSchema, type Configuration } from "@/lib/configuration/configuration";
import { explain } from "@/lib/decision/explain";
import { snapshotOf } from "@/lib/snippets/prove";
import { blob, rule } from "@/lib/testing/balrog-documents";
import { enactedAs, recordingIo, startServer, type Asked, type Reply } from "@/lib/testing/command-line";
import { commandsIn } from "@/lib/testing/documents";
import { startFakeBalrog } from "@/lib/testing/fake-balrog";

import { runCli } from "./program";

const guide = fs.readFileSync("docs/migration-balrog.md", "utf8");
const rest = /```json\n(.*?)```/s.exec(guide)?.[1] ?? "";
const esr = "Heron-115.9.0-build1";
const counts = { rule: { created: 2, updated: 0, deleted: 0, unchanged: 0 } };

/** The Balrog that the guide speaks of: the product and the pinned release of its file of the rest. */
function balrog() {
  const release = (name: string, appVersion: string) => {
    const file = {
      from: "*",
      filesize: 3,
      hashValue: "a".repeat(128),
      fileUrl: "https://download.example.com/h",
    };
    const locales = { de: { buildID: "20261020130455", completes: [file] } };
    const platforms = { "Linux_x86_64-gcc3": { locales } };
    return {
      name,
      product: "Heron",
      blob: { ...blob, name, appVersion, displayVersion: appVersion, platforms },
    };
  };
  return {
    rules: [
      { ...rule, product: "Heron", channel: "release", mapping: "Heron-98.0-build1" },
      { ...rule, rule_id: 8, product: "Heron", channel: "esr", mapping: esr },
    ],
    releases: [release("Heron-98.0-build1", "98.0"), release(esr, "115.9.0")],
  };
}

/** A service that holds what was imported into it. */
function answering() {
  let held: Configuration = configurationSchema.parse({});
  return (one: Asked): Reply => {
    if (one.url.endsWith("/explain")) {
      const { url } = one.body as { url: string };
      return { body: explain(snapshotOf(held), { url, roll: () => 0 }) };
    }
    if (one.method === "GET") return { body: one.url.endsWith("/policies") ? { policies: [] } : held };
    if (one.method === "PUT" && !one.url.includes("dryRun=1")) {
      held = configurationSchema.parse((one.body as { configuration: unknown }).configuration);
    }
    return enactedAs(5, one, { counts, secret: one.url.endsWith("/tokens") ? "aus_secret" : null });
  };
}

test("every command of the guide from Balrog works, in its order, and what was imported can be taken back", async () => {
  const old = await startFakeBalrog(balrog());
  const service = await startServer(answering());
  const { io, written, root } = recordingIo({
    url: service.url,
    token: "t",
    interactive: true,
    agrees: true,
    types: "Moving",
  });
  const world: Record<string, string> = { "https://aus-api.example.com": old.url };
  for (const name of ["rest.json", "balrog-copy", "balrog.json"]) world[name] = path.join(root, name);
  fs.writeFileSync(path.join(root, "rest.json"), rest);
  const given = commandsIn(guide);
  expect(given.length).toBeGreaterThan(4);
  for (const { text, words } of given) {
    const status = await runCli(
      words.map((word) => world[word] ?? word),
      io,
    );
    expect(status, `${text}\n${written.out}${written.err}`).toBe(0);
  }

  expect(written.out).toContain("Answer: update from Heron-98.0-build1");
  const back = JSON.parse(fs.readFileSync(path.join(root, "balrog.json"), "utf8")) as { rules: unknown[] };
  expect(back.rules).toHaveLength(2);
});
