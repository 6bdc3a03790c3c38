import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { CommanderError, type Command } from "commander";
import { expect, test } from "vitest";

import { recordingIo } from "@/lib/testing/command-line";
import { commandsIn, mentionsIn } from "@/lib/testing/documents";

import { nodesOf } from "./command-tree";
import { makeProgram } from "./program";

// What is run for real: e2e/guides.spec.ts, e2e/snippets-migration.spec.ts.

const root = fileURLToPath(new URL("../..", import.meta.url));
const documents = ["README.md", ...fs.readdirSync(path.join(root, "docs")).map((name) => `docs/${name}`)]
  .filter((name) => name.endsWith(".md"))
  .map((name) => ({ name, text: fs.readFileSync(path.join(root, name), "utf8") }));

/** The program, with commands that are read and then do nothing. */
function idleProgram() {
  const { io, written } = recordingIo();
  const program = makeProgram(io, () => undefined);
  const idle = (command: Command) => {
    if (command.commands.length === 0 || command.registeredArguments.length > 0) {
      command.action(() => undefined);
    }
    command.commands.forEach(idle);
  };
  idle(program);
  return { program, written };
}

/** What the program says against a command line; empty: it takes it. */
async function complaintAbout(words: readonly string[]): Promise<string> {
  const { program, written } = idleProgram();
  try {
    await program.parseAsync([...words], { from: "user" });
    return "";
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? "" : written.err;
    return String(error);
  }
}

const commands = documents.flatMap(({ name, text }) =>
  commandsIn(text).map((command) => ({ name, ...command })),
);

test("the commands of all documents are found", () => {
  const found = new Set(commands.map(({ name }) => name));
  for (const name of ["README.md", "docs/api.md", "docs/ci.md", "docs/drivers.md", "docs/automation.md"]) {
    expect(found).toContain(name);
  }
  expect(commands.length).toBeGreaterThan(100);
});

test.each(commands)("the program takes $text ($name)", async ({ words }) => {
  expect(await complaintAbout(words)).toBe("");
});

const nodes = nodesOf(idleProgram().program);

/** Text mostly names a command and leaves out what it takes: only the command and its options are looked up. */
function unknownIn(mention: string): string[] {
  let at = "aus";
  const unknown: string[] = [];
  for (const [index, word] of mention.split(" ").entries()) {
    const node = nodes.find(({ path: of }) => of === at);
    if (node?.commands.some(({ name }) => name === word)) at = `${at} ${word}`;
    else if (index === 0 && !/^(help|…)$/.test(word)) unknown.push(word);
    else if (word.startsWith("--") && !node?.options.some(({ name }) => name === word)) unknown.push(word);
  }
  return unknown;
}

const mentions = documents.flatMap(({ name, text }) =>
  mentionsIn(text).map((mention) => ({ name, mention })),
);

test.each(mentions)("there is aus $mention ($name)", ({ mention }) => {
  expect(unknownIn(mention)).toEqual([]);
});

test("a command, an option or an argument that there is not is told", async () => {
  for (const line of ["pusch X", "push X --chanel beta", "push --channel beta", "changes sign 1 2"]) {
    expect(await complaintAbout(line.split(" "))).not.toBe("");
  }
  expect(unknownIn("changes sing 12")).toEqual([]);
  expect(unknownIn("pusch X")).toEqual(["pusch"]);
});

const picture = /!\[[^\]]*\]\(([^)]+)\)/g;
const link = /(?<!!)\[[^\]]*\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g;

test.each(documents)("pictures and links of $name lead somewhere", ({ name, text }) => {
  const here = path.dirname(path.join(root, name));
  for (const [, file = ""] of text.matchAll(picture)) {
    expect(fs.existsSync(path.join(here, file)), file).toBe(true);
  }
  for (const [, file = "", heading] of text.matchAll(link)) {
    const target = file === "" ? path.join(root, name) : path.join(here, file);
    expect(fs.existsSync(target), file).toBe(true);
    if (heading !== undefined) {
      expect(headingsOf(fs.readFileSync(target, "utf8")), heading).toContain(heading);
    }
  }
});

/** As GitHub names them. */
function headingsOf(text: string): string[] {
  const titles = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => title);
  return titles.map((title) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
