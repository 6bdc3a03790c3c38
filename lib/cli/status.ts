import { connect } from "./client";
import { exitStatus } from "./failure";
import { printJson, table } from "./output";
import type { CommandGroups } from "./registration";

type Status = { revision: number; version: string; environment: string };

export function registerStatus({ io, program, run }: CommandGroups): void {
  program
    .command("status")
    .description("where the service is and which revision it is at")
    .option("--json", "print the result as JSON")
    .action(
      run(async (options: { json?: true }) => {
        const client = connect(io);
        const { body } = await client.get<Status>("status");
        const heads = ["url", "environment", "version", "revision"];
        const row = [client.url, body.environment, body.version, String(body.revision)];
        if (options.json) printJson(io, { url: client.url, ...body });
        else io.print(table(io, heads, [row]));
        return exitStatus.done;
      }),
    );
}
