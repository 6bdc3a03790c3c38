import { expect, test } from "vitest";

import { release, rule } from "@/lib/testing/configurations";

import {
  findListed,
  fitsAsked,
  listedFields,
  listedReleases,
  queryOf,
  readReleasesAsked,
  windowOf,
  windowSize,
} from "./release-list";

const attributes = (appVersion: string) => ({ content: { attributes: { appVersion } } });

const releases = [
  { ...release({ name: "Heron-130.0", ...attributes("130.0") }), comment: "Ships on Tuesday" },
  release({ name: "Heron-9.0", ...attributes("9.0"), builds: [] }),
  release({ name: "Egret-2.0", product: "Egret", ...attributes("2.0") }),
];
const rules = [
  rule({ id: 3, mapping: "Heron-130.0", fallbackMapping: "Heron-130.0", backgroundRate: 25 }),
  rule({ id: 4, alias: "the-others", mapping: null, fallbackMapping: "Heron-130.0" }),
  rule({ id: 5, mapping: "Egret-2.0" }),
];
const listed = listedReleases(releases, rules);

const asked = (text: string) => {
  const given = new URLSearchParams(text);
  return readReleasesAsked((name) => given.get(name) ?? "", ["Heron", "Egret"]);
};
const found = (text: string) => findListed(listed, asked(text)).map(({ name }) => name);

test("a rule that maps to a release twice counts once", () => {
  expect(listed[0]?.row).toMatchObject({
    mapped: 2,
    rules: [
      { id: 3, alias: null },
      { id: 4, alias: "the-others" },
    ],
  });
});

test("a release tells of four rules that map to it, and counts them all", () => {
  const many = Array.from({ length: 6 }, (_, id) => rule({ id, mapping: "Heron-9.0" }));
  const row = listedReleases(releases, many).find(({ row: { name } }) => name === "Heron-9.0")?.row;
  expect(row?.rules.map(({ id }) => id)).toEqual([0, 1, 2, 3]);
  expect(row?.mapped).toBe(6);
});

test.each([
  ["", "Heron-130.0 Heron-9.0 Egret-2.0"],
  ["q=heron", "Heron-130.0 Heron-9.0"],
  ["q=TUESDAY+130", "Heron-130.0"],
  ["q=tuesday+egret", ""],
  ["product=Egret", "Egret-2.0"],
  ["product=Unknown", "Heron-130.0 Heron-9.0 Egret-2.0"],
  ["use=served", "Heron-130.0 Egret-2.0"],
  ["use=unused", "Heron-9.0"],
  ["use=nonsense", "Heron-130.0 Heron-9.0 Egret-2.0"],
  ["sort=name", "Egret-2.0 Heron-9.0 Heron-130.0"],
  ["sort=-version", "Heron-130.0 Heron-9.0 Egret-2.0"],
  ["sort=builds", "Heron-9.0 Heron-130.0 Egret-2.0"],
  ["sort=-rules", "Heron-130.0 Egret-2.0 Heron-9.0"],
  ["sort=size", "Heron-130.0 Heron-9.0 Egret-2.0"],
])("“%s” asks for %s", (text, names) => {
  expect(found(text).join(" ")).toBe(names);
});

test("whether one row fits is what the whole list says", () => {
  for (const text of ["q=tuesday", "use=unused", "product=Egret"]) {
    const fitting = listed.filter(({ row }) => fitsAsked(row, asked(text)));
    expect(fitting.map(({ row: { name } }) => name)).toEqual(found(text));
  }
});

test("the same wish is written the same way, and what asks for nothing not at all", () => {
  expect(queryOf(asked("use=all&sort=&q=+heron+&product=Egret&more=x"))).toBe("q=heron&product=Egret");
  expect(queryOf(asked("use=unused&sort=-name"))).toBe("use=unused&sort=-name");
});

test("a window tells its place, how many fit and how many there are, and the products unless sorted otherwise", () => {
  const many = Array.from({ length: windowSize + 30 }, (_, number) =>
    release({ name: `Heron-${String(number)}.0`, builds: [] }),
  );
  const all = listedReleases([...many, ...releases.slice(2)], []);
  const open = (text: string, from: number) => {
    const fitting = findListed(all, asked(text));
    return windowOf(fitting, { asked: asked(text), from, all: all.length });
  };
  expect(open("", 0).rows).toHaveLength(windowSize);
  expect(open("", 0).groups).toEqual([
    { name: "Heron", rows: windowSize + 30 },
    { name: "Egret", rows: 1 },
  ]);
  const last = open("product=Heron", windowSize);
  expect(last).toMatchObject({ from: windowSize, shown: windowSize + 30, all: windowSize + 31 });
  expect(last.rows[0]?.name).toBe(`Heron-${String(windowSize)}.0`);
  expect(last.rows).toHaveLength(30);
  expect(open("sort=name", 0).groups).toEqual([]);
  expect(open("", 1_000).rows).toEqual([]);
});

test("of a change of a release a row shows what it sets", () => {
  expect(listedFields({ comment: null })).toEqual({ comment: null });
  const { content } = release(attributes("131.0"));
  expect(listedFields({ content, readOnly: true })).toEqual({
    kind: "application",
    version: "131.0",
    readOnly: true,
  });
});
