import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "@playwright/test";

import { marFile, sha512 } from "@/lib/testing/mars";

import { aus, startOver, temporaryDirectory } from "./command-line";
import { empty } from "./services";

const examples = fileURLToPath(new URL("../docs/examples", import.meta.url));
const bin = fileURLToPath(new URL("../bin/aus", import.meta.url));
const script = path.join(examples, "publish-update.sh");

const rule = { product: "Heron", priority: 100 };
const configuration = {
  products: [{ name: "Heron" }],
  allowedDomains: [{ host: "download.example.com", products: ["Heron"] }],
  rules: [
    { ...rule, alias: "nightly", channel: "nightly" },
    { ...rule, alias: "release", channel: "release" },
  ],
};

/** What a build leaves behind: completes of two locales, and a partial where it is not the first. */
function build(
  version: string,
  buildID: string,
  from: string | null,
  channelID = "heron-example-nightly",
): string {
  const directory = temporaryDirectory();
  const names = [
    ...["de", "fr"].map((locale) => `heron-${version}.${locale}.linux-x86_64.complete.mar`),
    ...(from === null ? [] : [`heron-${from}-${buildID}.de.linux-x86_64.partial.mar`]),
  ];
  const sums = names.map((name, index) => {
    const contents = { "application.ini": Buffer.alloc(1_000 - index, 65) };
    const bytes = marFile({ version, channelID, contents });
    fs.writeFileSync(path.join(directory, name), bytes);
    return `${sha512(bytes)}  ${name}\n`;
  });
  fs.writeFileSync(path.join(directory, "SHA512SUMS"), sums.join(""));
  return directory;
}

const publish = (...args: string[]) => publishWith({}, ...args);

function publishWith(settings: Readonly<Record<string, string>>, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync("sh", [script, ...args], {
    encoding: "utf8",
    env: {
      ...process.env,
      AUS: `${process.execPath} ${bin}`,
      AUS_URL: empty.url,
      AUS_TOKEN: fs.readFileSync(path.join(empty.dataDirectory, "admin-token"), "utf8").trim(),
      PRODUCT: "Heron",
      FILES: "https://download.example.com/heron",
      DETAILS: "https://www.example.com/heron/notes",
      MAR_CHANNEL_ID: "heron-example-nightly",
      ...settings,
    },
  });
  return { status, out: stdout, err: stderr };
}

async function answerTo(version: string, buildID: string): Promise<string> {
  const at = `Heron/${version}/${buildID}/Linux_x86_64-gcc3/de/nightly/Linux/ISET:SSE4_2,MEM:8192/default/default`;
  return (await fetch(`${empty.url}/update/6/${at}/update.xml?force=1`)).text();
}

test.beforeEach(async () => {
  await startOver();
  const file = path.join(temporaryDirectory(), "heron.json");
  fs.writeFileSync(file, JSON.stringify(configuration));
  expect(await aus(["import", file, "--yes"])).toMatchObject({ status: 0 });
});

test("the example script publishes one nightly after another, with partials between them", async () => {
  const first = publish(build("99.0a1", "20261125040000", null), "99.0a1", "20261125040000", "nightly");
  expect(first).toMatchObject({ status: 0, err: "" });
  expect(first.out).toContain("2 files in 2 builds: 2 new");
  const second = build("99.0a1", "20261126040000", "20261125040000");
  expect(publish(second, "99.0a1", "20261126040000", "nightly")).toMatchObject({ status: 0, err: "" });
  const files = "https://download.example.com/heron/Heron-99.0a1-20261126040000";
  await expect(async () => {
    const xml = await answerTo("99.0a1", "20261125040000");
    expect(xml).toContain('buildID="20261126040000"');
    expect(xml).toContain(`URL="${files}/heron-99.0a1.de.linux-x86_64.complete.mar"`);
    expect(xml).toContain(`URL="${files}/heron-20261125040000-20261126040000.de.linux-x86_64.partial.mar"`);
  }).toPass({ timeout: 15_000 });
  const again = publish(second, "99.0a1", "20261126040000", "nightly");
  expect(again).toMatchObject({ status: 0 });
  expect(again.out).toContain("0 new, 0 changed, 2 there already");
  expect(again.out.match(/Nothing to change\./g)).toHaveLength(2);
});

test("the job ends well when people have to sign the push, and fails when the push does", () => {
  const fake = (status: number) => {
    const file = path.join(temporaryDirectory(), "aus");
    fs.writeFileSync(file, `#!/bin/sh\n[ "$1" = push ] && exit ${status}\nexit 0\n`, { mode: 0o755 });
    return publishWith({ AUS: file }, "out", "98.0", "20261126120000", "release").status;
  };
  expect([fake(0), fake(3), fake(1)]).toEqual([0, 0, 1]);
});

test("what was built for another channel or is half there is not published", async () => {
  const before = (await aus(["export", "-"])).out;
  const other = publish(
    build("99.0a1", "20261126040000", null, "heron-example-release"),
    "99.0a1",
    "20261126040000",
    "nightly",
  );
  expect(other.status).not.toBe(0);
  expect(other.err).toContain("MAR channel ID heron-example-release, and heron-example-nightly is wanted");
  const directory = build("99.0a1", "20261126040000", null);
  const [half = ""] = fs.readdirSync(directory).filter((name) => name.endsWith(".mar"));
  fs.truncateSync(path.join(directory, half), 900);
  const { status, err } = publish(directory, "99.0a1", "20261126040000", "nightly");
  expect(status).not.toBe(0);
  expect(err).toContain(`${half}\n    It is no whole MAR, byte 4`);
  expect((await aus(["export", "-"])).out).toBe(before);
});

test("both examples take fewer than 20 lines, and the workflow gives the script all that it asks for", () => {
  const linesOf = (file: string) =>
    fs
      .readFileSync(path.join(examples, file), "utf8")
      .split("\n")
      .filter((line) => line.trim() !== "" && !line.trim().startsWith("#"));
  const [shell, workflow] = [linesOf("publish-update.sh"), linesOf("publish-update.yml")];
  expect(shell.length).toBeLessThan(20);
  expect(workflow.length).toBeLessThan(20);
  const wanted = shell.join("\n").matchAll(/\$\{?([A-Z_]{3,})/g);
  const given = new Set(workflow.map((line) => /^\s+([A-Z_]+):/.exec(line)?.[1]));
  const optional = ["AUS", "UPLOAD"];
  for (const [, name = ""] of wanted) if (!optional.includes(name)) expect(given).toContain(name);
});
