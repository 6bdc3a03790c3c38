import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "@playwright/test";

import { release } from "@/lib/testing/configurations";
import { commandsIn, type DocumentedCommand } from "@/lib/testing/documents";
import { sha512 } from "@/lib/testing/mars";

import { automation, importInto, person, withToken, type Caller } from "./callers";
import { temporaryDirectory, type Ran } from "./command-line";
import { buildMars, startFileServer, type FileServer } from "./file-server";

// The guides are read and done, command by command, with a product of the test's own in Heron's place.

/** What is not run here, and why; lib/cli/documents.test.ts sees that the program takes it. */
const skipped: Readonly<Record<string, string>> = {
  consume: "needs a broker; lib/cli/consumption.test.ts",
};

/** What ends with 1 when there is something to tell. */
const telling = /^(channels diff|problems|paths|invariants list)/;
/** What a person is asked about at a terminal. */
const asking =
  /^(push|promote|rollback|restore|shut-off|switch-on|submit|templates apply|changes sign|tokens create)/;

function commandsOf(guide: string): DocumentedCommand[] {
  const file = fileURLToPath(new URL(`../docs/${guide}.md`, import.meta.url));
  return commandsIn(fs.readFileSync(file, "utf8")).filter(({ words: [name = ""] }) => !(name in skipped));
}

const shipped: readonly [build: string, version: string, buildID: string][] = [
  ["95.0.1-build1", "95.0.1", "20260825114020"],
  ["97.0.1-build1", "97.0.1", "20261020130455"],
  ["98.0-build1", "98.0", "20261105191836"],
  ["98.0.1-build1", "98.0.1", "20261121082719"],
  ["99.0b5-build1", "99.0", "20261120190038"],
  ["99.0b6-build1", "99.0", "20261122185817"],
  ["central-nightly-20261121094103", "100.0a1", "20261121094103"],
  ["central-nightly-20261122093847", "100.0a1", "20261122093847"],
];
const served = { "nightly*": shipped[7], betatest: shipped[5], beta: shipped[4], releasetest: shipped[3] };

/** What the guides take for granted: a product as the demo's Heron is. */
async function setUp(product: string, server: FileServer): Promise<void> {
  const { host, files } = server;
  const releases = shipped.map(([build, version, buildID]) => {
    const bytes = Buffer.from(`${product} ${build}`);
    files.set(`/${build}/de.mar`, bytes);
    const detailsURL = "https://www.example.com/heron/notes";
    const attributes = { displayVersion: version, appVersion: version, platformVersion: version, detailsURL };
    const url = `http://${host}/${build}/de.mar`;
    const patches = [
      { type: "complete" as const, from: "*", size: bytes.length, hashValue: sha512(bytes), url },
    ];
    return release({
      name: `${product}-${build}`,
      product,
      content: { attributes },
      builds: [{ buildTarget: "Linux_x86_64-gcc3", locale: "de", buildID, patches }],
    });
  });
  const notice = {
    kind: "desupport",
    displayVersion: "96.0",
    detailsURL: "https://support.example.com/windows-7",
  };
  const rule = (channel: string, [build]: readonly string[] = []) => ({
    product,
    channel,
    priority: 100,
    mapping: `${product}-${build ?? ""}`,
  });
  await importInto(automation, {
    products: [{ name: product }],
    channels: ["nightly", "betatest", "beta", "releasetest", "release"].map((name) => ({ product, name })),
    allowedDomains: [{ host, products: [product], position: 99 }],
    releases: [...releases, { name: `${product}-desupport-windows-8`, product, content: notice }],
    rules: [...Object.entries(served).map(([channel, of]) => rule(channel, of)), rule("release", shipped[1])],
  });
  const admin = await person("admin");
  expect(await admin("policies", "default", product, "--yes")).toMatchObject({ status: 0 });
}

/** Runs the commands of a guide, one after another, each as whom it says. */
async function follow(
  guide: string,
  {
    world,
    callers,
    reader,
  }: { world: Record<string, string>; callers: Record<string, Caller>; reader: Caller },
): Promise<void> {
  /** The guides call the last change set 23, and the last revision 24. */
  const last: Record<string, string> = {};
  const named = (word: string) => {
    const parts = Object.entries(world).filter(([name]) => word.includes(name));
    return last[word] ?? parts.reduce((text, [name, value]) => text.replaceAll(name, value), word);
  };
  for (const { text, words, by } of commandsOf(guide)) {
    const call = by === null ? (callers["reader"] ?? reader) : callers[by];
    if (!call) throw new Error(`${guide}: nobody is ${by ?? ""}`);
    const args = words.map(named);
    const ran = await call(...args, ...(asking.test(words.join(" ")) ? ["--yes"] : []));
    expectWell(text, words.join(" "), ran);
    remember(last, words.join(" "), ran.out);
    if (words.join(" ").startsWith("tokens create")) {
      callers["reader"] = withToken(ran.out.trim().split("\n").at(-1) ?? "");
    }
  }
}

function expectWell(text: string, command: string, { status, out, err }: Ran): void {
  const told = `${text}\n${out}${err}`;
  if (status === 1 && telling.test(command)) return;
  if (status === 3) expect(out, told).toMatch(/waits for|"kind": "waiting"/);
  else expect(status, told).toBe(0);
  if (command.includes("--json") && !command.includes("--json verified")) JSON.parse(out);
}

function remember(last: Record<string, string>, command: string, out: string): void {
  if (/^(push|promote|rollback|templates apply|switch-on)/.test(command)) {
    const found = /[Cc]hange set (\d+)|"changeSet": (\d+)/.exec(out);
    if (found) last["23"] = found[1] ?? found[2] ?? "";
  }
  if (/^(push|promote|changes|channels diff)/.test(command)) {
    const found = /[Rr]evision (\d+)|^ {2}"revision": (\d+)/m.exec(out);
    if (found) last["24"] = found[1] ?? found[2] ?? "";
  }
}

async function callersOf() {
  const [driver, manager, admin] = [await person("driver"), await person("manager"), await person("admin")];
  return { "A driver": driver, "A manager": manager, "An administrator": admin };
}

test("every command of the guide for release drivers works, in its order", async () => {
  test.setTimeout(180_000);
  const product = `Guide${Date.now().toString(36)}`;
  const server = await startFileServer();
  await setUp(product, server);
  const callers = await callersOf();
  const world = { Heron: product, "report.xml": path.join(temporaryDirectory(), "report.xml") };
  await follow("drivers", { world, callers, reader: callers["A driver"] });
  server.stop();
});

test("every command of the guide for automation works, in its order", async () => {
  test.setTimeout(180_000);
  const product = `Robot${Date.now().toString(36)}`;
  const server = await startFileServer();
  await setUp(product, server);
  const at = temporaryDirectory();
  const world = {
    Heron: product,
    "https://download.example.com": `http://${server.host}`,
    "verified.xml": path.join(at, "verified.xml"),
    "verified.json": path.join(at, "verified.json"),
  };
  const update = buildMars(server, "/heron/99.0", { product, version: "99.0" });
  const nightly = buildMars(server, "/heron/nightly", { product, version: "100.0a1" });
  const built = { "obj/update": update, "obj/nightly": nightly };
  await follow("automation", {
    world: { ...world, ...built },
    callers: await callersOf(),
    reader: automation,
  });
  expect(JSON.parse(fs.readFileSync(world["verified.json"], "utf8"))).toMatchObject({ failures: [] });
  server.stop();
});
