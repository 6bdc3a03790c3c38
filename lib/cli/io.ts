import { confirm, isCancel } from "@clack/prompts";

import { commandLineEnv } from "@/lib/env";
import type { CommandLineSettings } from "@/lib/env";

import { misuse } from "./failure";

/** What a command has of the world: the terminal, the settings and the network. */
export type Io = {
  /** Writes to standard output, which scripts read. */
  readonly print: (text: string) => void;
  /** Writes to standard error: what people are told on the way. */
  readonly tell: (text: string) => void;
  /** A person is watching: questions and progress bars make sense. */
  readonly interactive: boolean;
  /** False also when the person gives up. */
  readonly confirm: (question: string) => Promise<boolean>;
  readonly settings: () => CommandLineSettings;
  /** The clone that holds `.data`. */
  readonly root: string;
  readonly fetch: typeof fetch;
};

function settings(): CommandLineSettings {
  try {
    return commandLineEnv();
  } catch (error) {
    throw misuse((error as Error).message);
  }
}

export function terminalIo(root: string): Io {
  return {
    print: (text) => void process.stdout.write(`${text}\n`),
    tell: (text) => void process.stderr.write(`${text}\n`),
    interactive: process.stdin.isTTY && process.stdout.isTTY,
    confirm: async (question) => {
      const answer = await confirm({ message: question, initialValue: false });
      return !isCancel(answer) && answer;
    },
    settings,
    root,
    fetch: globalThis.fetch,
  };
}
