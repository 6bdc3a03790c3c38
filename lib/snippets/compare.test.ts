import { describe, expect, test } from "vitest";

import { compareAnswer } from "./compare";
import type { Offer } from "./demand";
import { parseServed } from "./served";

const offer: Offer = {
  updateType: "minor",
  dialect: "gecko-1.8",
  attributes: { version: "4.0", extensionVersion: "4.0" },
  buildID: "20110101000000",
  complete: {
    url: "http://a.example.com/?os=win&lang=de",
    hashFunction: "sha512",
    hashValue: "aa",
    size: 10,
  },
  partial: null,
};
const partial = { url: "http://a.example.com/p.mar", hashFunction: "sha512", hashValue: "bb", size: 2 };

const empty = '<?xml version="1.0"?>\n<updates>\n</updates>';

function update(attributes: string, ...patches: string[]): string {
  return `<?xml version="1.0"?>\n<updates>\n    <update ${attributes}>\n${patches.join("\n")}\n    </update>\n</updates>`;
}

const attributes = 'type="minor" version="4.0" extensionVersion="4.0" buildID="20110101000000"';
const complete =
  '<patch type="complete" URL="http://a.example.com/?os=win&amp;lang=de" hashFunction="sha512" hashValue="aa" size="10"/>';
const step =
  '<patch type="partial" URL="http://a.example.com/p.mar" hashFunction="sha512" hashValue="bb" size="2"/>';

function compare(offered: Offer | null, xml: string) {
  return compareAnswer(offered, parseServed(xml));
}

describe("an answer is the same as the snippets", () => {
  test.each([
    ["no update", null, empty],
    ["no update, closed at once", null, "<updates/>"],
    ["a complete", offer, update(attributes, complete)],
    ["a complete and a partial, in any order", { ...offer, partial }, update(attributes, step, complete)],
  ])("%s", (_, offered, xml) => {
    expect(compare(offered, xml)).toEqual({ complete: null, partial: null });
  });
});

describe("only what differs is named", () => {
  test.each([
    [
      "another value",
      update(attributes.replace('version="4.0"', 'version="4.1"'), complete),
      { expected: 'version="4.0"', got: 'version="4.1"' },
    ],
    [
      "an attribute too many",
      update(`${attributes} actions="silent"`, complete),
      { expected: "no actions", got: 'actions="silent"' },
    ],
    [
      "another size",
      update(attributes, complete.replace('"10"', '"11"')),
      { expected: 'size="10"', got: 'size="11"' },
    ],
    [
      "a major update",
      update(attributes.replace("minor", "major"), complete),
      { expected: 'type="minor"', got: 'type="major"' },
    ],
    [
      "a complete twice",
      update(attributes, complete, complete),
      { expected: "one complete", got: "2 of them" },
    ],
    ["add-ons", "<updates><addons/></updates>", { expected: "an update", got: "add-ons" }],
    ["no XML", "Bad gateway", { expected: "an update" }],
    ["two updates", "<updates><update/><update/></updates>", { got: "2 updates at once" }],
  ])("%s", (_, xml, difference) => {
    expect(compare(offer, xml).complete).toMatchObject(difference);
  });

  test("a missing partial counts for the partial's file alone", () => {
    const found = compare({ ...offer, partial }, update(attributes, complete));
    expect(found.complete).toBeNull();
    expect(found.partial?.got).toBe("no partial");
  });

  test("a partial that AUS2 would not have served counts for the partial's file alone", () => {
    const found = compare(offer, update(attributes, complete, step));
    expect(found.complete).toBeNull();
    expect(found.partial?.expected).toBe("no partial");
  });

  test("an update where there is none to be", () => {
    expect(compare(null, update(attributes, complete))).toMatchObject({
      complete: { expected: "no update" },
      partial: { expected: "no update" },
    });
  });

  test("no update where there is one to be", () => {
    expect(compare(offer, empty).complete).toMatchObject({ got: "no update" });
  });
});
