import fs from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

import { configurationSchema } from "@/lib/configuration/configuration";
import { enactedAs, recordingIo, startServer, type Asked, type Reply } from "@/lib/testing/command-line";
import { product, release, rule } from "@/lib/testing/configurations";

import { runCli } from "./program";

const counts = { rule: { created: 1, updated: 1, deleted: 0, unchanged: 0 } };

/** A service with one rule for all clients of Heron, and one for those of 129.0 on beta. */
async function start(config: unknown) {
  const rules = [rule({ id: 7 }), rule({ id: 8, priority: 110, channel: "beta", version: "129.0" })];
  const existing = {
    ...configurationSchema.parse({ products: [product()] }),
    releases: [release()],
    rules: rules.map(({ rowVersion: _, ...fields }) => fields),
  };
  const reply = (one: Asked): Reply => {
    if (one.method !== "GET") return enactedAs(5, one, { counts });
    return { body: one.url === "/api/v1/policies" ? { policies: [] } : existing };
  };
  const { url, asked } = await startServer(reply);
  const { io, written, root } = recordingIo({ url, token: "t" });
  const file = path.join(root, "aus2.json");
  fs.writeFileSync(file, typeof config === "string" ? config : JSON.stringify(config));
  return {
    aus: (...more: string[]) => runCli(["import", "aus2-config", file, ...more], io),
    asked,
    written,
    file,
  };
}

const config = {
  throttles: { Heron: { "129.0": 25 } },
  unsupportedPlatforms: { Heron: { "130.0": ["Darwin 8"], "9.0": ["Darwin 8"] } },
};

describe("aus import aus2-config", () => {
  test("shows what it makes of the file, and enacts it as one change", async () => {
    const { aus, asked, written } = await start(config);
    expect(await aus("--yes")).toBe(0);
    expect(written.out).toContain("rule 8, priority 110: ");
    expect(written.out).toContain("new, priority 101: ");
    expect(written.out).toContain(
      'Not used:\n  unsupportedPlatforms: no rule leads Heron to a version like "9.0".',
    );
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "GET /api/v1/configuration",
      "PUT /api/v1/configuration?mode=merge&dryRun=1",
      "PUT /api/v1/configuration?mode=merge",
    ]);
    const { configuration } = asked.at(-1)?.body as { configuration: { rules: unknown[] } };
    expect(configuration.rules).toMatchObject([
      { id: 8, backgroundRate: 25 },
      { priority: 101, version: "129.0", backgroundRate: 25, mapping: "Heron-130.0" },
      { priority: 103, osVersion: "Darwin 8", mapping: null },
      { priority: 113, channel: "beta", osVersion: "Darwin 8", mapping: null },
    ]);
    expect(configuration.rules[0]).toEqual({ id: 8, backgroundRate: 25 });
  });

  test("writes nothing in a dry run", async () => {
    const { aus, asked } = await start(config);
    expect(await aus("--dry-run")).toBe(0);
    expect(asked.filter(({ method, url }) => method !== "GET" && !url.includes("dryRun"))).toEqual([]);
  });

  test.each([
    ["<?php $throttles = 1;", /aus2\.json is not JSON/],
    [{}, /aus2\.json \/: There is nothing to import: write throttles or unsupportedPlatforms/],
    [
      { throttles: { Heron: { "1.0": 101 } } },
      /aus2\.json \/throttles\/Heron\/1\.0: 100 is everybody: write 0 to 100/,
    ],
    [{ throttle: {} }, /aus2\.json \/: Unrecognized key: "throttle"/],
    [{ ...config, exemptChannels: ["*"] }, /\/exemptChannels\/0: "\*" would exempt everybody/],
    [
      { unsupportedPlatforms: { Heron: { "4.0": ["Darwin 8, Darwin 9"] } } },
      /\/unsupportedPlatforms\/Heron\/4\.0\/0: "," and "&&" join parts in a rule/,
    ],
    [{ unsupportedPlatforms: { Heron: { "4.0": [" Darwin"] } } }, /Blanks at the ends/],
  ] as [unknown, RegExp][])("refuses %j, and says what to mend", async (given, message) => {
    const { aus, asked, written } = await start(given);
    expect(await aus("--yes")).toBe(1);
    expect(written.err).toMatch(message);
    expect(asked).toEqual([]);
  });
});
