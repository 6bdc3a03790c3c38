import type { ChildProcess } from "node:child_process";
import path from "node:path";

import { freePort } from "@/lib/boot/free-port.mjs";

import { start } from "./subject";

export type StartedNode = { readonly child: ChildProcess; readonly port: number };

/** Starts a serving node of its own name, port and data directory. @param settings besides */
export async function startNode(
  name: string,
  settings: Readonly<Record<string, string>>,
): Promise<StartedNode> {
  const port = await freePort();
  const own = {
    PORT: String(port),
    AUS_NODE: name,
    DATA_DIR: path.resolve(process.env["DATA_DIR"] ?? ".data", `node-${name}`),
    TRUSTED_PROXIES: "1",
  };
  const { child } = await start(path.resolve("dist/node.mjs"), [], { ...process.env, ...own, ...settings });
  return { child, port };
}
