import { expect, test } from "vitest";

import { configurationSchema } from "@/lib/configuration/configuration";
import { explain } from "@/lib/decision/explain";
import { snapshotOf } from "@/lib/snippets/prove";
import { derivePlan } from "@/lib/snippets/derive";
import { readTree, updateUrl } from "@/lib/snippets/tree";
import { offered } from "@/lib/testing/snippets";

import { describeExplanation } from "./explain";

const tree = readTree(offered({ partial: "real" }), { nightlyChannel: "nightly", branchVersions: {} });
const url = updateUrl(tree.states[0]!.state);

function snapshot(rules: readonly unknown[]) {
  const derived = derivePlan(tree.states, configurationSchema.parse({}));
  if (derived.kind !== "plan") throw new Error("The tree has no plan");
  const { changes } = derived.plan;
  return snapshotOf(configurationSchema.parse({ ...changes, rules: [...changes.rules, ...rules] }));
}

test("an answer is told rule by rule with the first condition that failed, then patch by patch", () => {
  const rules = [
    { id: 7, alias: "windows-only", priority: 900, product: "App", buildTarget: "WINNT_x86-msvc" },
    { id: 9, priority: 5, product: "App" },
  ];
  const text = describeExplanation(explain(snapshot(rules), { url, roll: () => 0 }));
  expect(text).toContain("<updates>");
  expect(text).toContain(
    "Client: App 3.6, build 20100101000000, Linux_x86-gcc3, de, channel release, default, force=1",
  );
  expect(text).toContain("Answer: update from App-4.0-build2 by rule 10, version 1");
  expect(text).toContain(
    "  rule 7 (windows-only) does not match: buildTarget\n  rule 10 decides\n  rule 9 hidden by the deciding rule",
  );
  expect(text).toContain("Release App-4.0-build2: is an upgrade for this client");
  expect(text).toMatch(/taken {3}partial from App-3.6-20100101000000: http:/);
});

test("a throttled answer tells what was rolled, and that others may get something else", () => {
  const rules = [{ id: 7, priority: 900, product: "App", backgroundRate: 25, mapping: "App-4.0-build2" }];
  const background = url.replace("?force=1", "");
  const text = describeExplanation(explain(snapshot(rules), { url: background, roll: () => 60 }));
  expect(text).toContain("Answer: no update: held back by the background rate by rule 7");
  expect(text).toContain("Background rate of rule 7: rolled 60, 25 % are served, takes the fallback");
  expect(text).toContain("another address may be answered otherwise");
});

test("a request that cannot be read says why", () => {
  const text = describeExplanation(explain(snapshot([]), { url: "/update/9/x/update.xml", roll: () => 0 }));
  expect(text).toContain('The request cannot be read: The query version "9" is unknown');
});

test("of many rules those of other products are only counted", () => {
  const others = Array.from({ length: 60 }, (_, i) => ({
    id: i + 100,
    priority: 1000 + i,
    product: "Other",
  }));
  const text = describeExplanation(explain(snapshot(others), { url, roll: () => 0 }));
  expect(text).toContain("  60 rules of other products");
  expect(text).not.toContain("rule 100 ");
});
