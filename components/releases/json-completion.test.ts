import { expect, test } from "vitest";

import { proposalsAt } from "./json-completion";

/** What is proposed where a text has a "|". */
async function proposed(marked: string) {
  return proposalsAt(marked.replace("|", ""), marked.indexOf("|"));
}

const content = (rest: string) => `{"content": {"kind": "application", ${rest}}}`;

test.each([
  ['{"name": "A", |}', "product readOnly comment content"],
  ['{"content": {"kind": |}}', '"application" "desupport" "plugins" "system-addons" "bundle" "json"'],
  ['{"content": {"kind": "bundle", "|"}}', "products releases"],
  ['{"readOnly": |}', "false true"],
  [content('"dialect": |'), '"gecko-1.8" "gecko-2"'],
  [content('"attributeGroups": [{"for": {"locales": [], |}}]'), "channels versions buildIDs"],
  [content('"attributes": {"appVersion": "|"}'), ""],
])("in %s there can be %s", async (marked, labels) => {
  expect((await proposed(marked))?.options.map(({ label }) => label).join(" ") ?? "").toBe(labels);
});

test("a name that is half written is replaced whole, with its quotes", async () => {
  const found = await proposed('{"na|"}');

  expect(found).toMatchObject({ from: 1, to: 5 });
  expect(found?.options[0]).toMatchObject({ sought: '"name"', template: '"name": "${1}"' });
});

test("names say what they mean", async () => {
  const found = await proposed(content("|"));

  expect(found?.options.find(({ label }) => label === "squashedFor")?.meaning).toMatch(/one line/);
});

test.each([
  ['{"content": {|}}', "kind", '"kind": ${1}', true],
  ['{"name": "A", |}', "readOnly", '"readOnly": ${1}', true],
  ["{|}", "name", '"name": "${1}"', false],
])("in %s, %s is followed by its values where there are several", async (marked, name, template, asksOn) => {
  const found = await proposed(marked);

  expect(found?.options.find(({ label }) => label === name)).toMatchObject({ template, asksOn });
});
