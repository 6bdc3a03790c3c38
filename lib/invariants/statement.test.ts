import { describe, expect, test } from "vitest";

import { parseStatement, statementExamples } from "./statement";

const problem = (text: string) => {
  try {
    parseStatement(text);
    return "none";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("a statement", () => {
  test("names clients and what is expected of them", () => {
    expect(
      parseStatement("every Heron client on release* with version >=115 and locale de,fr reaches 130.0.1"),
    ).toEqual({
      product: "Heron",
      channel: "release*",
      conditions: { version: ">=115.0", locale: "de,fr" },
      expectation: { kind: "reaches", version: "130.0.1" },
    });
  });

  test("may mean every channel, and take several names of releases", () => {
    expect(parseStatement("every Heron client never gets Heron-*-beta*,Heron-*a1")).toEqual({
      product: "Heron",
      channel: null,
      conditions: {},
      expectation: { kind: "never gets", releases: ["Heron-*-beta*", "Heron-*a1"] },
    });
  });

  test("takes what has blanks in quotation marks", () => {
    const { product, conditions } = parseStatement(
      'every "Heron Lite" client on beta with OS version "Windows_NT 6.1" gets no update',
    );
    expect({ product, conditions }).toEqual({
      product: "Heron Lite",
      conditions: { osVersion: "Windows_NT 6.1" },
    });
  });

  test.each(statementExamples)("can be read: %s", (text) => {
    expect(problem(text)).toBe("none");
  });

  test.each([
    ["", '"every" is expected where the end is'],
    ["Heron clients reach 130.0", '"every" is expected where "Heron" is'],
    ["every Heron client on release", "What is expected of the clients is missing where the end is"],
    ["every Heron client on release reaches", "The version is missing at the end"],
    ["every Heron client on release reaches tomorrow", "tomorrow"],
    [
      "every Heron client with colour red gets an update",
      '"colour" is nothing that clients are told apart by',
    ],
    ["every Heron client with version >=1 and version <9 gets an update", "version is given twice"],
    ["every Heron client with version newest gets an update", "newest"],
    ["every Heron client gets an update soon", 'there is "soon"'],
    ['every "Heron client gets an update', "A quotation mark is not closed"],
  ])("that cannot be read says where and how: %s", (text, said) => {
    expect(problem(text)).toContain(said);
  });
});
