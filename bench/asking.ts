import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

import type { Order, Result } from "./asker-order";
import { start } from "./subject";

export type Asker = {
  readonly child: ChildProcess;
  /** @throws Error when an answer was not an expected one */
  readonly ask: (order: Order) => Promise<Result>;
};

/** Starts the process that asks, so that it and the servers do not share one. */
export async function startAsker(): Promise<Asker> {
  const { child } = await start(path.resolve("dist/bench/asker.mjs"), [], process.env);
  const ask = async (order: Order) => {
    child.send(order);
    const [result] = (await once(child, "message")) as [Result];
    if (result.firstError !== null) {
      throw new Error(`An answer was not the expected one: ${result.firstError}`);
    }
    return result;
  };
  return { child, ask };
}
