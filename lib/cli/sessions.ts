import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { z } from "zod";

import { Failure } from "./failure";
import type { Io } from "./io";

// The sessions that `aus login` opened, by the address of their service.

const stored = z.record(z.string(), z.object({ secret: z.string(), email: z.string() }));

export type StoredSession = z.output<typeof stored>[string];

function fileOf(io: Io): string {
  const home = io.settings().XDG_CONFIG_HOME ?? path.join(os.homedir(), ".config");
  return path.join(home, "aus", "sessions.json");
}

export function findStoredSession(io: Io, url: string): StoredSession | undefined {
  return readAll(fileOf(io))[url];
}

/** Keeps a session for the service, or forgets the one there is. The file is its owner's alone. */
export function storeSession(io: Io, url: string, session: StoredSession | null): void {
  const file = fileOf(io);
  const { [url]: _former, ...others } = readAll(file);
  const draft = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const text = JSON.stringify(session ? { ...others, [url]: session } : others, null, 2);
    fs.writeFileSync(draft, `${text}\n`, { mode: 0o600 });
    fs.renameSync(draft, file);
  } catch (error) {
    throw new Failure(`${file} cannot be written: ${(error as Error).message}`);
  }
}

function readAll(file: string): z.output<typeof stored> {
  try {
    return stored.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw new Failure(`${file} cannot be read: ${(error as Error).message}\nDelete it and sign in again.`);
  }
}
