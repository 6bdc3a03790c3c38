import fs from "node:fs";
import path from "node:path";

import { expect, test } from "@playwright/test";

import { offered, stopped } from "@/lib/testing/snippets";

import { aus, startOver, temporaryDirectory, writeTree } from "./command-line";
import { empty } from "./services";

const files = [
  ...offered({ partial: "real" }),
  ...offered({ locale: "ja", partial: "fake" }),
  ...offered({ channel: "beta", partial: "real" }),
  ...offered({ channel: "release-cck-acme", locale: "ja", partial: "fake" }),
  ...stopped({ channel: "release-cck-acme" }),
];

test.beforeEach(startOver);

test("status says where the service is and which revision it is at", async () => {
  const { status, out } = await aus(["status", "--json"]);
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ url: empty.url, revision: expect.any(Number) });
});

test("a token that the service does not know is refused with what to do", async () => {
  const { status, err } = await aus(["status"], { AUS_TOKEN: "made-up" });
  expect(status).toBe(1);
  expect(err).toContain("AUS_TOKEN");
});

test("the whole configuration goes out and comes back byte by byte", async () => {
  const directory = temporaryDirectory();
  const [first = "", second = ""] = ["first.json", "second.json"].map((name) => path.join(directory, name));
  await aus(["import", "snippets", writeTree(path.join(directory, "tree"), files), "--yes"]);
  expect(await aus(["export", first])).toMatchObject({ status: 0 });
  await startOver();
  expect(await aus(["import", first, "--replace", "--yes"])).toMatchObject({ status: 0 });
  expect(await aus(["export", second])).toMatchObject({ status: 0 });
  expect(fs.readFileSync(second, "utf8")).toBe(fs.readFileSync(first, "utf8"));
  const again = await aus(["import", first, "--yes"]);
  expect(again).toMatchObject({ status: 0, out: "Nothing to change.\n" });
});

test("a configuration that is not sound is refused with its place, and nothing is written", async () => {
  const file = path.join(temporaryDirectory(), "dangling.json");
  const rules = [{ priority: 10, product: "Nothing", mapping: "missing-release" }];
  fs.writeFileSync(file, JSON.stringify({ products: [{ name: "Nothing" }], rules }));
  const before = await aus(["export", "-"]);
  const { status, err } = await aus(["import", file, "--yes"]);
  expect(status).toBe(1);
  expect(err).toContain(`${file} /rules/0/mapping: `);
  expect((await aus(["export", "-"])).out).toBe(before.out);
});

test("explain shows the answer, the rule and the patches", async () => {
  await aus(["import", "snippets", writeTree(temporaryDirectory(), files), "--yes"]);
  const url =
    "/update/3/App/3.6/20100101000000/Linux_x86-gcc3/de/release/Linux/default/default/update.xml?force=1";
  const { status, out } = await aus(["explain", `${empty.url}${url}`]);
  expect(status).toBe(0);
  expect(out).toContain('<update type="minor" version="4.0"');
  expect(out).toMatch(/Answer: update from App-4.0-build2 by rule \d+/);
  expect(out).toMatch(/rule \d+ decides/);
  expect(out).toMatch(/taken {3}partial from App-3.6-20100101000000/);
});

test.describe("snippets", () => {
  test("are imported, compare the same, and change nothing a second time", async () => {
    const tree = writeTree(temporaryDirectory(), files);
    const tried = await aus(["import", "snippets", tree, "--dry-run", "--json"]);
    expect(JSON.parse(tried.out)).toMatchObject({ files: files.length, dryRun: true, revision: null });
    expect(await aus(["compare", "snippets", tree])).toMatchObject({ status: 1 });
    const imported = await aus(["import", "snippets", tree, "--yes"]);
    expect(imported).toMatchObject({
      status: 0,
      err: expect.stringMatching(/^Product App has no sign-off policies: .*\n$/),
    });
    expect(imported.out).toMatch(/9 files → 3 rules, 2 releases, 3 builds/);
    const compared = await aus(["compare", "snippets", tree]);
    expect(compared).toMatchObject({ status: 0, out: `${files.length} same, 0 different\n` });
    const again = await aus(["import", "snippets", tree, "--yes"]);
    expect(again.out).toContain("Nothing to change");
    const more = [...files, ...offered({ locale: "fr", partial: "fake" })];
    const grown = await aus(["import", "snippets", writeTree(temporaryDirectory(), more), "--yes"]);
    expect(grown.status).toBe(0);
    expect(grown.out).toMatch(/Done: revision \d+\.\n$/);
  });

  test("a malformed file is refused with its line, and nothing is written", async () => {
    const [first = { path: "", text: "" }, ...others] = files;
    const tree = writeTree(temporaryDirectory(), [
      { ...first, text: first.text.replace("size=1234", "size=a lot") },
      ...others,
    ]);
    const before = await aus(["export", "-"]);
    const { status, err } = await aus(["import", "snippets", tree, "--yes"]);
    expect(status).toBe(1);
    expect(err).toContain(`${path.join(tree, first.path)}:6: size "a lot" is no number of bytes`);
    expect((await aus(["export", "-"])).out).toBe(before.out);
    const skipped = await aus(["import", "snippets", tree, "--yes", "--skip-invalid"]);
    expect(skipped.status).toBe(0);
    expect(skipped.out).toContain(`${path.join(tree, first.path)}:6: `);
  });

  test("without a terminal the plan is shown and --yes asked for", async () => {
    const tree = writeTree(temporaryDirectory(), files);
    const { status, out, err } = await aus(["import", "snippets", tree]);
    expect(status).toBe(2);
    expect(out).toContain("Offer App 4.0 to App on release at 3.6.");
    expect(err).toContain("--yes");
  });
});
