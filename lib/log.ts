import { pino } from "pino";

import { logLevel } from "./env";
import { currentTrace } from "./trace";

/** Clients' addresses are never written down, wherever they sit in what is logged. */
const addresses = [
  "address",
  "*.address",
  "ip",
  "*.ip",
  "remoteAddress",
  "*.remoteAddress",
  "headers",
  "*.headers",
];

/** What people who run the service read: one JSON line per event on the standard output. */
export const log = pino({
  level: logLevel(),
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  mixin: () => {
    const trace = currentTrace();
    return trace === null ? {} : { trace };
  },
  redact: { paths: addresses, remove: true },
});

/** Records something that should not have happened, with its stack. Once, at the edge that caught it. */
export function logDefect(error: unknown, where: string): void {
  log.error({ err: error instanceof Error ? error : new Error(String(error)) }, where);
}
