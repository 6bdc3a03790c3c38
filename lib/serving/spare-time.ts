import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";

const idle = ["--idle", "0"];

/**
 * The program and arguments that run another one in time that nobody else wants: whoever wants the processor gets it
 * at once, where the lowest priority alone may keep it for milliseconds (Linux 6.6 and later protect a started
 * slice). Null where that can't be had, and on a single processor, where such a process might never come to run.
 */
export function inSpareTime(): readonly [program: string, ...args: string[]] | null {
  if (process.platform !== "linux" || availableParallelism() < 2) return null;
  const tried = spawnSync("chrt", [...idle, "true"], { stdio: "ignore" });
  return tried.status === 0 ? ["chrt", ...idle] : null;
}
