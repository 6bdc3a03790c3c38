import fs from "node:fs";
import path from "node:path";

import { aus, temporaryDirectory, type Ran } from "./command-line";
import { password } from "./people";
import { demo } from "./services";
import type { Role } from "./signed-in";

/** Runs the command line as somebody of the demo. */
export type Caller = (...args: string[]) => Promise<Ran>;

export async function person(role: Role): Promise<Caller> {
  const env = { AUS_URL: demo.url, AUS_PASSWORD: password, XDG_CONFIG_HOME: temporaryDirectory() };
  const caller: Caller = (...args) => aus(args, env);
  const { status, err } = await caller("login", "--email", `${role}@example.com`);
  if (status !== 0) throw new Error(err);
  return caller;
}

export function withToken(secret: string): Caller {
  return (...args) => aus(args, { AUS_URL: demo.url, AUS_TOKEN: secret });
}

/** May do everything but sign. */
export const automation: Caller = (...args) =>
  withToken(fs.readFileSync(path.join(demo.dataDirectory, "admin-token"), "utf8").trim())(...args);

/** Brings a part of a configuration in. */
export async function importInto(caller: Caller, configuration: object): Promise<void> {
  const file = path.join(temporaryDirectory(), "configuration.json");
  fs.writeFileSync(file, JSON.stringify(configuration));
  const { status, err } = await caller("import", file, "--yes");
  if (status !== 0) throw new Error(err);
}
