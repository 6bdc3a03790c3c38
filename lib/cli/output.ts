import { SingleBar } from "cli-progress";
import Table from "cli-table3";
import colors from "picocolors";

import type { Io } from "./io";

/** Rows under headings: with lines for people, with tabs where a program reads them. */
export function table(io: Io, head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (!io.interactive) return [head, ...rows].map((row) => row.join("\t")).join("\n");
  const made = new Table({ head: head.map((title) => colors.bold(title)), style: { head: [], border: [] } });
  made.push(...rows.map((row) => [...row]));
  return made.toString();
}

export function printJson(io: Io, value: unknown): void {
  io.print(JSON.stringify(value, null, 2));
}

export function count(n: number, noun: string): string {
  return `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;
}

export type Progress = { readonly advance: (by?: number) => void; readonly stop: () => void };

/** A progress bar on a terminal; nothing where nobody watches. */
export function startProgress(io: Io, total: number, label: string): Progress {
  if (!io.interactive) return { advance: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: `${label} {bar} {value}/{total} {eta_formatted}`,
    clearOnComplete: true,
  });
  bar.start(total, 0);
  return {
    advance: (by = 1) => {
      bar.increment(by);
    },
    stop: () => {
      bar.stop();
    },
  };
}
