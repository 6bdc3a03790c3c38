import { expect, test } from "vitest";

import { atLines, readJson } from "./json-lines";

test("a text that is no JSON is told on its line", () => {
  expect(readJson('{\n  "a": 1\n  "b": 2\n}').errors).toEqual([
    { line: 3, from: 13, to: 16, detail: "Comma expected" },
  ]);
});

test("an error is placed at what a pointer names, or at the deepest part of it that is there", () => {
  const text = '{\n  "a": { "x/y": [1, 22] },\n  "b": {\n    "c": 3\n  }\n}';
  const wrong = [
    { pointer: "/fields/a/x~1y/1", detail: "Too large" },
    { pointer: "/fields/b/missing", detail: "Give it" },
  ];

  const found = atLines(text, wrong, "/fields");
  expect(found.map(({ line, from, to, detail }) => [line, text.slice(from, to), detail])).toEqual([
    [2, "22", "a.x/y.1: Too large"],
    [3, "{", "b.missing: Give it"],
  ]);
});
