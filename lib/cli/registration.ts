import type { Command } from "commander";

import type { ExitStatus } from "./failure";
import type { Io } from "./io";

/** What a command's action returns is its exit status. */
export type Registration = (groups: CommandGroups) => void;

export type CommandGroups = {
  readonly io: Io;
  readonly program: Command;
  /** `aus import …` */
  readonly importing: Command;
  /** `aus compare …` */
  readonly comparing: Command;
  /** Hands a command's exit status to the process. */
  readonly run: <Arguments extends unknown[]>(
    action: (...given: Arguments) => Promise<ExitStatus>,
  ) => (...given: Arguments) => Promise<void>;
};
