import { describe, expect, test } from "vitest";

import { choice, day, hintsOf, number, readAsked, text } from "./asked";

const knows = { q: text, tab: choice(["all", "mine"]), before: number(), roll: number(0, 99), from: day };
const read = (query: string) => readAsked(new URLSearchParams(query), knows);
const hints = (query: string) =>
  hintsOf(new URLSearchParams(query), knows).map(({ name, why }) => `${name}: ${why}`);

describe("what an address asks for", () => {
  test("is what it says where that makes sense", () => {
    const asked = { q: "98.0 beta", tab: "mine", before: "12", roll: "0", from: "2026-11-26" };
    expect(read(new URLSearchParams(asked).toString())).toEqual(asked);
    expect(hints(new URLSearchParams(asked).toString())).toEqual([]);
  });

  test("is nothing where it is left out", () => {
    expect(read("q=&tab=")).toEqual({ q: "", tab: "", before: "", roll: "", from: "" });
    expect(hints("q=&tab=")).toEqual([]);
  });

  test.each([
    ["tab=theirs", "tab: choose from all, mine"],
    ["before=0", "before: write a whole number from 1"],
    ["before=1e3", "before: write a whole number from 1"],
    ["before=9999999999", "before: write a whole number from 1"],
    ["roll=100", "roll: write a whole number from 0 to 99"],
    ["from=yesterday", "from: write a day such as 2026-11-26"],
    ["from=2026-13-01", "from: write a day such as 2026-11-26"],
    ["q=a&q=b", "q: stands there more than once"],
    ["foo=1", "foo: means nothing on this page"],
    ["__proto__=1", "__proto__: means nothing on this page"],
  ])("%s is left out of account, with the remedy", (query, hint) => {
    expect(Object.values(read(query)).every((value) => value === "")).toBe(true);
    expect(hints(query)).toEqual([hint]);
  });

  test("loses what no database takes, and ends somewhere", () => {
    expect(read(`q=a%00b`).q).toBe("ab");
    expect(read(`q=${"x".repeat(5_000)}`).q).toHaveLength(500);
  });

  test("of many names, the remedy does not list them all", () => {
    const many = { channel: choice(Array.from({ length: 40 }, (_, index) => `c${String(index)}`)) };
    expect(hintsOf(new URLSearchParams("channel=x"), many)).toEqual([
      { name: "channel", value: "x", why: "there is none of that name" },
    ]);
  });
});
