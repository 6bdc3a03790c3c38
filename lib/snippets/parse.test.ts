import { describe, expect, test } from "vitest";

import { parseSnippet } from "./parse";

const keyed = [
  "version=1",
  "type=complete",
  "url=http://download.example.com/?product=app-4.0-complete&os=win&lang=de",
  "hashFunction=SHA1",
  "hashValue=0a1b",
  "size=1234",
  "build=20110101000000",
  "appv=4.0",
  "extv=4.0",
  "detailsUrl=http://www.example.com/de/notes/",
];

function without(key: string): string {
  return keyed.filter((line) => !line.startsWith(`${key}=`)).join("\n");
}

function withLine(key: string, line: string): string {
  return keyed.map((known) => (known.startsWith(`${key}=`) ? line : known)).join("\n");
}

describe("what a snippet says", () => {
  test("schema 1 becomes attributes under their XML names, the hash function in its own letters", () => {
    const { snippet, problems } = parseSnippet(keyed.join("\n"), "complete");
    expect(problems).toEqual([]);
    expect(snippet).toEqual({
      schema: 1,
      type: "complete",
      url: "http://download.example.com/?product=app-4.0-complete&os=win&lang=de",
      hashFunction: "SHA1",
      hashValue: "0a1b",
      size: 1234,
      buildID: "20110101000000",
      updateType: "minor",
      attributes: { version: "4.0", extensionVersion: "4.0", detailsURL: "http://www.example.com/de/notes/" },
    });
  });

  test("schema 2 brings the newer attributes", () => {
    const lines = keyed.filter((line) => !/^(version|appv|extv)=/.test(line));
    const added = [
      "version=2",
      ...lines,
      "displayVersion=4.0 Beta",
      "appVersion=4.0",
      "actions=silent extra",
    ];
    expect(parseSnippet(added.join("\n"), "complete").snippet?.attributes).toEqual({
      displayVersion: "4.0 Beta",
      appVersion: "4.0",
      detailsURL: "http://www.example.com/de/notes/",
      actions: "silent extra",
    });
  });

  test("schema 0 has one value a line; a partial ends with the build", () => {
    const lines = ["partial", "http://a.example.com/x.mar", "MD5", "ff", "9", "2005"];
    expect(parseSnippet(lines.join("\n"), "partial")).toMatchObject({
      snippet: { schema: 0, hashFunction: "MD5", size: 9, buildID: "2005", attributes: {} },
      problems: [],
    });
  });

  test("everything after the first = is the value, without carriage return and trailing blanks", () => {
    const text = withLine("hashValue", "hashValue=a=b  \r");
    expect(parseSnippet(text, "complete").snippet?.hashValue).toBe("a=b");
  });

  test("updateType=major is kept", () => {
    expect(parseSnippet([...keyed, "updateType=major"].join("\n"), "complete").snippet?.updateType).toBe(
      "major",
    );
  });

  test.each(["", "\n", " \r\n"])("an empty file says nothing: %j", (text) => {
    expect(parseSnippet(text, "complete")).toEqual({ snippet: null, problems: [] });
  });
});

describe("what is wrong with a snippet", () => {
  test.each([
    [[...keyed, "surprise=1"].join("\n"), 11, 'The key "surprise" is unknown in version=1 snippets'],
    [[...keyed, "no equals sign"].join("\n"), 11, '"no equals sign" is not key=value'],
    [[...keyed, "size=9"].join("\n"), 11, '"size" was given on line 6 already'],
    [[...keyed, "showPrompt=true"].join("\n"), 11, 'The key "showPrompt" is unknown in version=1 snippets'],
  ])("a line that AUS2 skipped is reported, and the rest is used", (text, line, message) => {
    const { snippet, problems } = parseSnippet(text, "complete");
    expect(snippet).not.toBeNull();
    expect(problems).toEqual([
      { line, leavesOut: "line", message: expect.stringContaining(message) as string },
    ]);
  });

  test.each([
    ["version=3\nx=1", 1, 'Snippets of version "3" are unknown'],
    ["type=complete", 1, "begin with version=1 or version=2"],
    [withLine("size", "size=12k"), 6, 'size "12k" is no number of bytes'],
    [withLine("url", "url=ftp://a.example.com/x"), 3, "write http:// or https://"],
    [withLine("url", "url=http://user@a.example.com/x"), 3, "cannot be served"],
    [withLine("type", "type=partial"), 2, 'type is "partial" in a file named complete.txt'],
    [withLine("hashValue", "hashValue=\u0007"), 5, "control character"],
    [[...keyed, "updateType=huge"].join("\n"), 11, 'updateType "huge" is unknown'],
    [without("hashValue"), null, "hashValue is missing: add a line hashValue=…"],
    [without("extv"), null, "extv is missing"],
    [withLine("build", "build="), null, "build is missing"],
    [
      "complete\nhttp://a.example.com/x\nsha1\nff\n1\n2005\n1.5",
      null,
      "extv is missing: line 8 must hold it",
    ],
  ])("a snippet that makes no update is not used", (text, line, message) => {
    const { snippet, problems } = parseSnippet(text, "complete");
    expect(snippet).toBeNull();
    expect(problems).toContainEqual({
      line,
      leavesOut: "snippet",
      message: expect.stringContaining(message) as string,
    });
  });

  test("a partial needs no versions: the complete says them", () => {
    const text = withLine("type", "type=partial").replace(/^(appv|extv)=.*\n/gm, "");
    expect(parseSnippet(text, "partial").problems).toEqual([]);
  });
});
