import { setTimeout } from "node:timers/promises";

import { confirm, isCancel, password, text } from "@clack/prompts";

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
  /** What a person types; empty when nothing, or the person gives up. */
  readonly ask: (question: string) => Promise<string>;
  /** As `ask`, without showing what is typed. */
  readonly askSecret: (question: string) => Promise<string>;
  readonly settings: () => CommandLineSettings;
  /** The clone that holds `.data`. */
  readonly root: string;
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  /** Lets so many milliseconds pass. */
  readonly pause: (ms: number) => Promise<void>;
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
    print: (line) => void process.stdout.write(`${line}\n`),
    tell: (line) => void process.stderr.write(`${line}\n`),
    interactive: process.stdin.isTTY && process.stdout.isTTY,
    confirm: async (question) => {
      const answer = await confirm({ message: question, initialValue: false });
      return !isCancel(answer) && answer;
    },
    ask: async (question) => {
      const answer = await text({ message: question });
      return isCancel(answer) ? "" : answer.trim();
    },
    askSecret: async (question) => {
      const answer = await password({ message: question });
      return isCancel(answer) ? "" : answer;
    },
    settings,
    root,
    fetch: globalThis.fetch,
    now: () => new Date(),
    pause: (ms) => setTimeout(ms),
  };
}
