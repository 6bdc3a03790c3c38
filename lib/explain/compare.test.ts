import { expect, test } from "vitest";

import { explain } from "@/lib/decision/explain";
import { patch, release, rule, snapshot, updatePath, build } from "@/lib/testing/configurations";

import { compareExplanations } from "./compare";

const ask = (of: ReturnType<typeof snapshot>) => explain(of, { url: updatePath(), roll: () => 50 });

test("answers of one configuration differ in nothing", () => {
  expect(compareExplanations(ask(snapshot()), ask(snapshot()))).toEqual([]);
});

test("another release by another rule is told with its patch", () => {
  const other = release({
    name: "Heron-131.0",
    content: { attributes: { appVersion: "131.0" } },
    builds: [build({ patches: [patch({ url: "https://download.heron.example/131" })] })],
  });
  const after = snapshot({
    releases: [release(), other],
    rules: [rule(), rule({ id: 2, alias: "newest", priority: 200, mapping: "Heron-131.0" })],
  });
  expect(
    compareExplanations(ask(snapshot()), ask(after)).map(({ name, after: says }) => [name, says]),
  ).toEqual([
    ["Answer", "Heron-131.0"],
    ["Rule", "newest"],
    ["Complete", "from *: https://download.heron.example/131"],
  ]);
});

test("a rule that was edited is told by its version", () => {
  const after = snapshot({ rules: [rule({ rowVersion: 2, backgroundRate: 10 })] });
  expect(compareExplanations(ask(snapshot()), ask(after))).toMatchObject([
    { name: "Answer", after: "no update: held back by the background rate" },
    { name: "Rule’s version", before: "1", after: "2" },
    { name: "Complete", after: "none" },
    { name: "Background rate", after: "10 %: takes the fallback" },
  ]);
});

test("the attributes of every group of a release are told, taken or not", () => {
  const grouped = release({
    content: {
      attributes: { appVersion: "130.0" },
      attributeGroups: [
        { for: { locales: ["de"] }, fields: { promptWaitTime: "1" } },
        { for: { channels: ["beta"] }, fields: { actions: "silent" } },
      ],
    },
  });
  const { trace } = ask(snapshot({ releases: [grouped] }));
  expect(trace.filter(({ step }) => step === "group")).toMatchObject([
    { group: 0, taken: true, says: 'for locales de: promptWaitTime="1"' },
    { group: 1, taken: false, says: 'for channels beta: actions="silent"' },
  ]);
});
