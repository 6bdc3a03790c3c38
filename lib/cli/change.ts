import type { ChangeOptions } from "./change-options";
import type { Client } from "./client";
import type { ExitStatus } from "./failure";
import type { Io } from "./io";
import { ApiFailure } from "./problem";
import { sendChange } from "./send-change";
import { warnOfUnguarded } from "./unguarded";
import { describeCounts, type Written } from "./written";

export type ConfigurationChange = {
  readonly configuration: unknown;
  readonly mode: "merge" | "replace";
  readonly reason: string;
  /** What the service would refuse otherwise, by the code of its finding. */
  readonly accept?: readonly string[];
  /** What a person is asked before anything is written; null when there is nothing to lose. */
  readonly question: string | null;
  /** The file that the configuration was read from, for complaints about it. */
  readonly file?: string;
  /** Printed by `--json` beside the result. */
  readonly about?: Readonly<Record<string, unknown>>;
};

/** Shows what a change of the configuration does, asks, and enacts it as one revision. */
export async function enact(
  io: Io,
  client: Client,
  change: ConfigurationChange,
  options: ChangeOptions,
): Promise<ExitStatus> {
  try {
    const status = await tryToEnact(io, client, change, options);
    if (!options.dryRun) await warnOfUnguarded(io, client, change.configuration);
    return status;
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    throw error.located((pointer) => placeInConfiguration(pointer, change));
  }
}

/** `/configuration/rules/3/version` → `FILE /rules/3/version`, or what the row is called where there is no file. */
function placeInConfiguration(pointer: string, { configuration, file }: ConfigurationChange): string {
  const within = pointer.replace(/^\/configuration(?=\/|$)/, "");
  if (file !== undefined) return `${file} ${within === "" ? "/" : within}`;
  const [, table = "", index = "", ...rest] = within.split("/");
  const row = (configuration as Record<string, unknown[] | undefined>)[table]?.[Number(index)];
  const name = nameOf(row);
  return name === null ? within : [`${table} ${name}`, ...rest].join("/");
}

function nameOf(row: unknown): string | null {
  const { name, host, alias, comment } = (row ?? {}) as Partial<Record<string, unknown>>;
  const found = [name, host, alias, comment].find((value) => typeof value === "string");
  return typeof found === "string" ? `"${found}"` : null;
}

async function tryToEnact(
  io: Io,
  client: Client,
  change: ConfigurationChange,
  options: ChangeOptions,
): Promise<ExitStatus> {
  const { configuration, mode, reason, accept = [], question, about } = change;
  const path = `configuration?mode=${mode}`;
  return sendChange(
    io,
    client,
    {
      send: (why, dryRun) =>
        client.send("PUT", dryRun ? `${path}&dryRun=1` : path, {
          ...{ reason: why, configuration, accept },
          // Whoever moves house takes along what was wrong there; it is told, and the record keeps it.
          override: { reason: options.override ?? "An import takes over what it finds" },
        }),
      show: (tried) => [...describeWarnings(tried, change), describeCounts(io, tried.counts)],
      reason,
      question,
      about,
    },
    options,
  );
}

function describeWarnings({ warnings = [] }: Written, change: ConfigurationChange): string[] {
  return warnings.map(
    ({ pointer, detail }) => `Warning: ${placeInConfiguration(pointer, change)}: ${detail}`,
  );
}
