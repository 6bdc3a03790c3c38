import { describe, expect, test } from "vitest";

import { readAnswer, type Given } from "./answer";
import { compareAnswers } from "./compare";
import { reasonFor } from "./intended";

const attributes = {
  type: "minor",
  displayVersion: "130.0",
  appVersion: "130.0",
  buildID: "20240901000000",
  detailsURL: "https://heron.example/notes?a=1&amp;b=2",
};
const patch = {
  type: "complete",
  URL: "https://download.heron.example/130.mar",
  hashFunction: "sha512",
  hashValue: "abc",
  size: "1000",
};

const written = (fields: object) =>
  Object.entries(fields)
    .map(([name, value]) => ` ${name}="${String(value)}"`)
    .join("");

function update(fields: object = {}, patches: object[] = [patch]): Given {
  const inside = patches.map((one) => `        <patch${written(one)}/>\n`).join("");
  const body = `<?xml version="1.0"?>\n<updates>\n    <update${written({ ...attributes, ...fields })}>\n${inside}    </update>\n</updates>`;
  return { status: 200, body };
}

const empty: Given = { status: 200, body: '<?xml version="1.0"?>\n<updates>\n</updates>' };

function compare(old: Given, now: Given) {
  return compareAnswers(readAnswer(old, "xml"), readAnswer(now, "xml"));
}

const kinds = (old: Given, now: Given) =>
  compare(old, now).map(({ cause, where, field }) => [cause, where, field].join(" ").trim());

describe("answers are the same", () => {
  test("whatever their layout, quotes, comments, entities, and the order of attributes and patches", () => {
    const partial = { ...patch, type: "partial", URL: "https://download.heron.example/p.mar" };
    const other = `<?xml version='1.0' encoding="UTF-8"?><!-- AUS --><updates><update ${[
      ...Object.entries(attributes),
    ]
      .reverse()
      .map(([name, value]) => `${name}='${value.replace("&amp;", "&#38;")}'`)
      .join("\n ")}><patch${written(partial)}></patch><patch${written(patch)} /></update></updates>\n`;
    expect(kinds({ status: 200, body: other }, update({}, [patch, partial]))).toEqual([]);
    expect(kinds({ status: 200, body: '<?xml version="1.0"?><updates/>' }, empty)).toEqual([]);
  });
});

describe("a difference has its cause", () => {
  test.each([
    ["an update that is gone", update(), empty, ["no longer offered update"]],
    ["an update that is new", empty, update(), ["newly offered update"]],
    [
      "another build, whose hash and size are others as well",
      update(),
      update({ buildID: "2025" }, [{ ...patch, hashValue: "d", size: "9" }]),
      ["other build update"],
    ],
    [
      "an attribute",
      update(),
      update({ detailsURL: "https://heron.example/" }),
      ["attribute update detailsURL"],
    ],
    [
      "the host",
      update(),
      update({}, [{ ...patch, URL: "https://cdn.heron.example/130.mar" }]),
      ["host complete patch URL"],
    ],
    [
      "the path",
      update(),
      update({}, [{ ...patch, URL: "https://download.heron.example/131.mar" }]),
      ["URL complete patch URL"],
    ],
    [
      "hash and size",
      update(),
      update({}, [{ ...patch, hashValue: "d", size: "9" }]),
      ["hash complete patch hashValue", "size complete patch size"],
    ],
    [
      "a patch that is missing",
      update({}, [patch, { ...patch, type: "partial" }]),
      update(),
      ["missing partial patch"],
    ],
    ["a patch that is there only now", update({}, []), update(), ["extra complete patch"]],
    ["a status", update(), { status: 500, body: "" }, ["refused status 500"]],
    [
      "a page in place of an answer",
      update(),
      { status: 200, body: "<html><body>Are you human?</body></html>" },
      ["refused a document of <html>"],
    ],
    [
      "an answer that is no XML",
      update(),
      { status: 200, body: "no < at all" },
      ["refused something that is no XML"],
    ],
    [
      "a status that the old service has as well",
      { status: 404, body: "" },
      { status: 404, body: "" },
      ["refused status 404"],
    ],
    ["an answer that is not closed", empty, { status: 200, body: "<updates>" }, ["malformed answer"]],
  ] as [string, Given, Given, string[]][])("%s", (_, old, now, expected) => {
    expect(kinds(old, now)).toEqual(expected);
  });

  test("of answers in JSON as well", () => {
    const [a, b] = [
      { version: "1.0", required: true },
      { version: "1.1", required: true },
    ].map((body) => readAnswer({ status: 200, body: JSON.stringify(body) }, "json"));
    expect(compareAnswers(a!, b!)).toMatchObject([
      { cause: "attribute", field: "version", old: "1.0", new: "1.1" },
    ]);
    const none = readAnswer({ status: 404, body: "" }, "json");
    expect(compareAnswers(a!, none)).toMatchObject([{ cause: "no longer offered" }]);
    expect(compareAnswers(none, none)).toEqual([]);
  });
});

describe("a difference is meant", () => {
  const reasons = (old: Given, now: Given) => {
    return compare(old, now).map((one) => reasonFor(one, readAnswer(old, "xml")));
  };

  test.each([
    ["where the old service refused", { status: 400, body: "Bad Request" }, empty, /refused/],
    ["where the old service wrote None", update({ platformVersion: "None" }), update(), /None/],
    [
      "where the old service escaped nothing",
      update({ detailsURL: "https://heron.example/notes?a=1&b=2" }),
      update(),
      /escape/,
    ],
    [
      "where a quote stood in a value",
      update({ notice: 'say "yes" now' }),
      update({ notice: "say &quot;yes&quot; now" }),
      /escape/,
    ],
    ["where no client understands the type", update({ type: "patchy" }), update(), /type/],
  ] as [string, Given, Given, RegExp][])("%s", (_, old, now, reason) => {
    expect(reasons(old, now)).toEqual([expect.stringMatching(reason)]);
  });

  test("where a bundle held an application's patches", () => {
    const bundle = (inside: string) => ({
      status: 200,
      body: `<updates><addons>${inside}</addons></updates>`,
    });
    expect(reasons(bundle('<patch type="complete" URL="a"/>'), bundle(""))).toEqual([
      expect.stringMatching(/bundle/),
    ]);
    expect(reasons(update(), update({}, []))).toEqual([null]);
  });

  test("only there: what stands beside it is not", () => {
    const found = reasons(update({ detailsURL: "https://heron.example/?a&b" }), update());
    expect(found).toHaveLength(2);
    expect(found.filter((reason) => reason === null)).toHaveLength(1);
    expect(reasons(update(), { status: 500, body: "" })).toEqual([null]);
    expect(reasons({ status: 301, body: "" }, update())).toEqual([null]);
  });
});

test("reading takes no longer than the answer is long", () => {
  for (const body of [
    `<updates>${"<a ".repeat(80_000)}`,
    `<updates a="${'x="'.repeat(80_000)}`,
    `<a${" ".repeat(250_000)}`,
  ]) {
    const begun = performance.now();
    readAnswer({ status: 200, body }, "xml");
    expect(performance.now() - begun).toBeLessThan(1_500);
  }
});
