import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "@playwright/test";

import { aus, startOver } from "./command-line";

const trees = fileURLToPath(new URL("../../shared/data/aus2", import.meta.url));

/** Tree → how many files it has, and how many rules may serve them. */
const wanted = {
  "3.6.12-3.6.13": { files: 324, rules: 6 },
  "fallback-falls-back": { files: 2, rules: 1 },
  "rule-priorities": { files: 2, rules: 1 },
  "version-matching": { files: 8, rules: 1 },
  "xml-attributes-v2": { files: 8, rules: 2 },
};

test.skip(!fs.existsSync(trees), "AUS2's own trees are not on this machine");

async function expectAllSame(name: string, files: number): Promise<void> {
  const { status, out } = await aus(["compare", "snippets", path.join(trees, name)]);
  expect(out).toBe(`${files} same, 0 different\n`);
  expect(status).toBe(0);
}

for (const [name, { files, rules }] of Object.entries(wanted)) {
  test(`${name}: ${files} files are served by at most ${rules} rules`, async () => {
    await startOver();
    const tree = path.join(trees, name);
    const { status, out } = await aus(["import", "snippets", tree, "--yes", "--json"]);
    expect(status).toBe(0);
    const imported = JSON.parse(out) as { rules: unknown[]; revision: number };
    expect(imported.rules.length).toBeLessThanOrEqual(rules);
    await expectAllSame(name, files);
    const again = await aus(["import", "snippets", tree, "--yes", "--json"]);
    expect(JSON.parse(again.out)).toMatchObject({ revision: null, rules: [] });
  });
}

test("all trees, one after another, are served by one service", async () => {
  await startOver();
  for (const name of Object.keys(wanted)) {
    expect(await aus(["import", "snippets", path.join(trees, name), "--yes"])).toMatchObject({ status: 0 });
  }
  for (const [name, { files }] of Object.entries(wanted)) await expectAllSame(name, files);
});
