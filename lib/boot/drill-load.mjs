// Clients that ask all the while a drill goes on, in a process of their own, and what came of it.
import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

import { atEnd, root, say } from "./process.mjs";

/**
 * Asks `perSecond` questions a second, round and round, and checks each answer.
 * @param options.url whom to ask
 * @param options.bodies for each path, what is right in configurations 0 and 1
 * @param options.current the configuration that is served
 */
export function startLoad({ perSecond = 500, headers = {}, ...options }) {
  const child = fork(path.join(root, "lib/boot/drill-asker.mjs"), { stdio: "inherit" });
  const ended = once(child, "exit");
  const waiting = new Map();
  let last = 0;
  let stopping = false;
  child.on("message", ({ id, said }) => {
    waiting.get(id)?.resolve(said);
    waiting.delete(id);
  });
  void ended.then(([code]) => {
    if (!stopping) console.error(`The clients ended by themselves (${code})`);
    for (const { reject } of waiting.values()) reject(new Error("The clients are gone"));
  });
  const stop = async () => {
    stopping = true;
    if (child.connected) child.disconnect();
    await ended;
  };
  atEnd(stop);
  const order = (kind, given = {}) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      child.send({ id, kind, ...given });
    });
  return {
    begin: () => order("begin", { perSecond, headers, ...options }),
    /** Before a change is made: from now on either configuration is right. */
    change: (to) => order("change", { to }),
    /** After it is live everywhere. */
    settle: () => order("settle"),
    /** @returns what came of all since the last time */
    figures: () => order("tell"),
    stop,
  };
}

/** Says what came of a phase's questions. @returns whether all were answered, and rightly */
export function judgeFigures(
  { answered, failed, wrong, slowest, byNode, examples },
  { check, phase, names },
) {
  const shares = Object.entries(byNode)
    .map(([node, count]) => `${names?.[node] ?? node} ${count}`)
    .sort();
  const isRight = failed === 0 && wrong === 0 && answered > 0;
  check(
    isRight,
    `${phase}: ${answered} answered (${shares.join(", ")}), ${failed} failed, ${wrong} wrong, slowest ${Math.round(slowest)} ms`,
  );
  for (const example of examples) say(`    ${example}`);
  return isRight;
}
