import fs from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

import { configurationSchema, type Configuration } from "@/lib/configuration/configuration";

import { demandsOf } from "./demand";
import { applyChanges, derivePlan } from "./derive";
import { findDifferences } from "./prove";
import { readTree } from "./tree";

const root = path.resolve(import.meta.dirname, "../../../shared/data/aus2");
const isThere = fs.existsSync(root);

/** Tree → files and the rules that its states need. */
const trees = {
  "3.6.12-3.6.13": { files: 324, rules: 3 },
  "fallback-falls-back": { files: 2, rules: 1 },
  "rule-priorities": { files: 2, rules: 1 },
  "version-matching": { files: 8, rules: 1 },
  "xml-attributes-v2": { files: 8, rules: 2 },
};

function read(name: string) {
  const directory = path.join(root, name);
  const files = fs
    .readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({ path: path.relative(directory, file), text: fs.readFileSync(file, "utf8") }));
  return readTree(files, { nightlyChannel: "nightly", branchVersions: {} });
}

const nothing = configurationSchema.parse({});

describe.skipIf(!isThere)(`AUS2's own trees${isThere ? "" : " (not on this machine)"}`, () => {
  test.each(Object.entries(trees))("%s is served by few rules", (name, wanted) => {
    const tree = read(name);
    expect(tree.problems).toEqual([]);
    expect(tree.fileCount).toBe(wanted.files);
    const derived = derivePlan(tree.states, nothing);
    expect(derived).toMatchObject({ kind: "plan" });
    if (derived.kind === "plan") expect(derived.plan.rules).toHaveLength(wanted.rules);
  });

  test("all of them, one after another, leave every state as its own tree says", () => {
    let configuration: Configuration = nothing;
    for (const name of Object.keys(trees)) {
      const derived = derivePlan(read(name).states, configuration);
      if (derived.kind === "plan") configuration = applyChanges(configuration, derived.plan.changes);
    }
    configurationSchema.parse(configuration);
    for (const name of Object.keys(trees)) {
      const { states } = read(name);
      expect(findDifferences(demandsOf(states), configuration)).toEqual([]);
      expect(derivePlan(states, configuration)).toEqual({ kind: "nothing to change" });
    }
  });
});
