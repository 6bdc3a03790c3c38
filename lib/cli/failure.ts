/** The exit status of every command. */
export const exitStatus = { done: 0, failed: 1, usage: 2, waiting: 3 } as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** Ends a command with a message instead of a stack, because the message says what to do. */
export class Failure extends Error {
  override readonly name = "Failure";

  constructor(
    message: string,
    readonly status: ExitStatus = exitStatus.failed,
    /** What `--json` prints beside the message. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** The command was called in a way that it does not understand. */
export function misuse(message: string): Failure {
  return new Failure(message, exitStatus.usage);
}
