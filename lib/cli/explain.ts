import { connect } from "./client";
import { exitStatus } from "./failure";
import { printJson } from "./output";
import type { CommandGroups } from "./registration";

type Options = { json?: true; userAgent?: string; address?: string };
type Explained = { body: string; trace: unknown };

export function registerExplain({ io, program, run }: CommandGroups): void {
  program
    .command("explain")
    .description("what the service answers to an update URL, and why")
    .argument("<url>", "an update URL, whole or from /update/ on")
    .option("--user-agent <text>", "the client's User-Agent")
    .option("--address <ip>", "the client's address, which decides throttles")
    .option("--json", "print the result as JSON")
    .action(
      run(async (url: string, { json, ...about }: Options) => {
        const { body } = await connect(io).send<Explained>("POST", "explain", { url: pathOf(url), ...about });
        if (json) printJson(io, body);
        else io.print(`${body.body}\n\n${JSON.stringify(body.trace, null, 2)}`);
        return exitStatus.done;
      }),
    );
}

/** The path and query of an address, not normalised: its encoding is part of the question. */
function pathOf(url: string): string {
  return url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, "");
}
