import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import type { SnippetText } from "@/lib/testing/snippets";

import { empty } from "./services";

const root = fileURLToPath(new URL("..", import.meta.url));

export type Ran = { status: number | null; out: string; err: string };

/** Runs `bin/aus` in a process of its own, against the service that starts empty. */
export async function aus(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const child = spawn(process.execPath, [path.join(root, "bin/aus"), ...args], {
    cwd: root,
    env: {
      ...process.env,
      AUS_URL: "",
      AUS_TOKEN: "",
      DATA_DIR: empty.dataDirectory,
      // Where nobody has signed in.
      XDG_CONFIG_HOME: path.join(empty.dataDirectory, "config"),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ran: Ran = { status: null, out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (ran.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (ran.err += chunk.toString()));
  ran.status = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return ran;
}

/** A directory that is gone when the machine is. */
export function temporaryDirectory(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), "aus-e2e-"));
}

export function writeTree(directory: string, files: readonly SnippetText[]): string {
  for (const { path: at, text } of files) {
    const file = path.join(directory, at);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
  return directory;
}

/** Leaves the service with nothing but one product that no test asks for. */
export async function startOver(): Promise<void> {
  const file = path.join(temporaryDirectory(), "nothing.json");
  fs.writeFileSync(file, JSON.stringify({ products: [{ name: "Nothing" }] }));
  const { status, err } = await aus(["import", file, "--replace", "--yes"]);
  if (status !== 0) throw new Error(err);
}
