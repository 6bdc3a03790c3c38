import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";

/** The kernel counts processor time in hundredths of a second for whoever reads /proc. */
const ticksPerSecond = 100;

/** Starts one of the bundled programs and waits for its first message. */
export async function start(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ child: ChildProcess; message: unknown }> {
  const child = fork(script, [...args], { env });
  const message = await Promise.race([
    once(child, "message").then(([first]) => first as unknown),
    once(child, "exit").then(() => {
      throw new Error(`${script} ended before it was ready`);
    }),
  ]);
  return { child, message };
}

/** The same for a program whose first message is the port that it listens on. */
export async function startOnPort(
  ...how: Parameters<typeof start>
): Promise<{ child: ChildProcess; port: number }> {
  const { child, message } = await start(...how);
  return { child, port: (message as { port: number }).port };
}

/** The processor time that a process has used, in microseconds; null where the system does not tell. */
export function processorTime(pid: number): number | null {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return null;
  // The program's name, in brackets, may hold blanks.
  const fields = readFileSync(file, "utf8").split(") ")[1]?.split(" ") ?? [];
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1_000_000;
}

/** The same of a process and those that it started. */
export function processorTimeOfAll(pid: number): number | null {
  const file = `/proc/${pid}/task/${pid}/children`;
  const own = processorTime(pid);
  if (own === null || !existsSync(file)) return own;
  const children = readFileSync(file, "utf8").split(" ").filter(Boolean).map(Number);
  return children.reduce((sum, child) => sum + (processorTimeOfAll(child) ?? 0), own);
}

/** Resident memory in MiB; null where the system does not tell. */
export function residentMemory(pid: number): number | null {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return null;
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(file, "utf8"))?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}
