import { Option, type Command } from "commander";

/** The options of every command that changes the configuration. */
export type ChangeOptions = {
  dryRun?: true;
  yes?: true;
  json?: true;
  reason?: string;
  override?: string;
  wait?: true;
};

/** Those of commands whose change can be kept for later. */
export type TimedOptions = ChangeOptions & {
  draft?: true;
  impact?: true;
  at?: string;
  resolve?: "merge";
  sign?: boolean;
};

export function changeOptions(command: Command): Command {
  return command
    .option("--dry-run", "say what would change and who would have to sign, and change nothing")
    .option("--yes", "do not ask")
    .option("--json", "print the result as JSON")
    .option("--reason <text>", "why, for the revision's record")
    .option("--override <text>", "why it may bring problems that block it otherwise, for the record")
    .option("--wait", "wait until it is enacted, or can't be any more");
}

export function timedOptions(command: Command): Command {
  return changeOptions(command)
    .option("--impact", "with --dry-run: how many clients would be answered otherwise, and how")
    .addOption(new Option("--draft", "keep it as a draft, to be proposed later").conflicts("wait"))
    .option("--at <time>", 'when it takes effect, e.g. 2026-11-26T12:00Z or "in 3h"')
    .addOption(
      new Option("--resolve <how>", "merge: what others changed in other fields meanwhile stays").choices([
        "merge",
      ]),
    )
    .option("--no-sign", "do not sign it yourself");
}
