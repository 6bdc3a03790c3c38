import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "@playwright/test";

import { offered, stopped } from "@/lib/testing/snippets";

import { aus, startOver, temporaryDirectory, writeTree } from "./command-line";
import { empty } from "./services";

const guide = fileURLToPath(new URL("../docs/migration.md", import.meta.url));

/** Each line of the guide's blocks that is a command, without `npx aus`. */
function commands(): string[] {
  const blocks = [...fs.readFileSync(guide, "utf8").matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  const plain = blocks.filter(([, language]) => language === "");
  return plain
    .flatMap(([, , block = ""]) => block.trim().split("\n"))
    .map((line) => line.replace(/^npx aus /, ""));
}

const locales = ["de", "fr", "it"];
const target = (locale: string, os = "Linux", channel = "release") =>
  `/update/2/Firefox/3.6.12/20100101000000/Linux_x86-gcc3/${locale}/${channel}/${encodeURIComponent(os)}/update.xml`;

/** A tree, AUS2's configuration as the guide has it, and a log of what clients of that tree ask. */
function writeWorld(): Record<string, string> {
  const at = temporaryDirectory();
  const state = { product: "Firefox", version: "3.6.12", to: "4.0" };
  const files = locales.flatMap((locale) => offered({ ...state, locale, partial: "fake" }));
  writeTree(path.join(at, "live-tree"), [...files, ...stopped({ ...state, locale: "ru" })]);
  const json = /```json\n(.*?)```/s.exec(fs.readFileSync(guide, "utf8"))?.[1] ?? "";
  fs.writeFileSync(path.join(at, "aus2-config.json"), json);
  const lines = [...locales, "ru"].map(
    (locale) =>
      `192.0.2.1 - - [26/Nov/2026:12:00:00 +0000] "GET ${target(locale)}?force=1 HTTP/1.1" 200 900 "-" "Firefox"`,
  );
  fs.writeFileSync(path.join(at, "access.log.gz"), lines.join("\n"));
  const names = ["live-tree", "aus2-config.json", "access.log.gz", "shadow.html", "shadow.resume"];
  return Object.fromEntries(names.map((name) => [name, path.join(at, name)]));
}

test("every command of the guide from AUS2 works, in its order, and clients get what AUS2 gave them", async () => {
  await startOver();
  const world: Record<string, string> = { ...writeWorld(), "https://aus2.example.com": empty.url };
  const given = commands();
  expect(given.length).toBeGreaterThan(6);
  for (const command of given) {
    const args = command.split(" ").map((word) => world[word] ?? word);
    const { status, out, err } = await aus(args);
    expect(status, `${command}\n${out}${err}`).toBe(0);
  }
  expect(fs.readFileSync(world["shadow.html"] ?? "", "utf8")).toContain(
    "Before clients are sent to the new service",
  );
  const ask = async (...of: Parameters<typeof target>) =>
    (await fetch(`${empty.url}${target(...of)}?force=1`)).text();
  expect(await ask("de")).toContain('extensionVersion="4.0"');
  expect(await ask("de", "Windows_NT 5.0")).not.toContain("<update ");
  expect(await ask("de", "Linux (GTK 2.1.4)")).not.toContain("<update ");
  expect(await ask("de", "Linux (GTK 2.10.4)")).toContain("<update ");
});

test("what the new service answers otherwise than the tree is found, and fails the command", async () => {
  const at = temporaryDirectory();
  await startOver();
  const state = { product: "Firefox", version: "3.6.12", to: "4.0" };
  const tree = writeTree(
    path.join(at, "tree"),
    locales.flatMap((locale) => offered({ ...state, locale })),
  );
  expect(await aus(["import", "snippets", tree, "--yes"])).toMatchObject({ status: 0 });
  writeTree(tree, offered({ ...state, locale: "fr", hash: "another" }));
  const log = path.join(at, "urls.txt");
  fs.writeFileSync(log, locales.map((locale) => target(locale)).join("\n"));
  const { status, out } = await aus(["shadow", "--old", tree, "--log", log]);
  expect(status).toBe(1);
  expect(out).toContain(
    "hashValue of the complete patch differs: 1 request, recorded 1 time [hash/complete-patch/hashValue]",
  );
  expect(out).toContain("Compared 3: 2 same, 0 differ as meant, 1 differ otherwise");
});
