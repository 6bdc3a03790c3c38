import { expect, test } from "vitest";

import { findJsonError } from "./json-error";

test.each([
  ["", 1, 1, "a value"],
  ["{", 1, 2, 'a name in double quotes or "}"'],
  ['{"a": }', 1, 7, "a value"],
  ['{"a" 1}', 1, 6, '":"'],
  ['{"a": 1\n  "b": 2}', 2, 3, '"," or "}"'],
  ['{"a": [1, 2,]}', 1, 13, "a value"],
  ['{"a": 1,}', 1, 9, "a name in double quotes"],
  ["{'a': 1}", 1, 2, 'a name in double quotes or "}"'],
  ["[01]", 1, 3, '"," or "]"'],
  ['["tab\there"]', 1, 2, 'a value or "]"'],
  ["[] []", 1, 4, "the end"],
  ["[NaN]", 1, 2, 'a value or "]"'],
])("%j stops being JSON at line %i, column %i, where %s is expected", (text, line, column, expected) => {
  expect(findJsonError(text)).toEqual({ line, column, expected });
});
