import type { Operation } from "@/lib/changes/operation";

import type { Client } from "./client";
import type { ExitStatus } from "./failure";
import type { Io } from "./io";
import { ApiFailure } from "./problem";
import { submit, type ChangeOptions, type Written } from "./submit";

export type ChangeSet = {
  /** What is to be done, given why. */
  readonly operations: (reason: string) => readonly Operation[];
  /** What people call the row of each operation. */
  readonly names: readonly string[];
  /** What it does, for people. */
  readonly lines: readonly string[];
  readonly question: string;
  readonly about?: Readonly<Record<string, unknown>>;
};

/** Shows what a change set does, asks for what is missing, and submits it. */
export async function submitChangeSet(
  io: Io,
  client: Client,
  { operations, names, lines, question, about }: ChangeSet,
  options: ChangeOptions,
): Promise<ExitStatus> {
  const locate = (pointer: string) => placeOf(pointer, names);
  try {
    return await submit(
      io,
      {
        send: (reason, dryRun) =>
          client.send("POST", dryRun ? "change-sets?dryRun=1" : "change-sets", {
            reason,
            operations: operations(reason),
          }),
        show: (tried) => describe(tried, lines, locate),
        reason: null,
        question,
        about,
      },
      options,
    );
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    throw error.located(locate);
  }
}

/** `/operations/0/fields/mapping` → `rule 7 mapping`. */
function placeOf(pointer: string, names: readonly string[]): string {
  const found = /^\/operations\/(\d+)(?:\/(?:fields|value))?(?:\/(.*))?$/.exec(pointer);
  const name = found && names[Number(found[1])];
  if (!name) return pointer;
  const field = found[2];
  return field ? `${name} ${field}` : name;
}

function describe(
  { counts, warnings = [] }: Written,
  lines: readonly string[],
  locate: (pointer: string) => string,
): string[] {
  const touched = Object.values(counts).some(({ created, updated, deleted }) => created + updated + deleted);
  return [
    ...warnings.map(({ pointer, detail }) => `Warning: ${locate(pointer)}: ${detail}`),
    ...(touched ? lines : ["Nothing to change."]),
  ];
}
