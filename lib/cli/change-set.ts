import type { Operation } from "@/lib/changes/operation";

import type { ChangeOptions, TimedOptions } from "./change-options";
import type { Client } from "./client";
import { describeImpact } from "./describe-impact";
import { misuse, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { ApiFailure } from "./problem";
import { sendChange } from "./send-change";
import { readFuture, shownTime } from "./times";
import { changes, type Written } from "./written";

export type ChangeSet = {
  /** What is to be done, given why. */
  readonly operations: (reason: string) => readonly Operation[];
  /** Steps after that, each at its time. */
  readonly later?: readonly { readonly at: Date; readonly operations: readonly Operation[] }[];
  /** What people call the row of each operation. */
  readonly names: readonly string[];
  /** What it does, for people. */
  readonly lines: readonly string[];
  readonly question: string;
  readonly about?: Readonly<Record<string, unknown>>;
  /** Why, where whoever asks need not say. */
  readonly reason?: string;
};

/** How many groups of clients a dry run tells of; `--json` has all of them. */
const largestGroups = 10;

/** Shows what a change set does, asks for what is missing, and submits it. */
export async function submitChangeSet(
  io: Io,
  client: Client,
  change: ChangeSet,
  options: TimedOptions,
): Promise<ExitStatus> {
  const locate = (pointer: string) => placeOf(pointer, change.names);
  const start = startOf(io, options);
  if (options.impact && !options.dryRun) throw misuse("--impact goes with --dry-run.");
  const impact = options.impact ? "&impact=1" : "";
  try {
    return await sendChange(
      io,
      client,
      {
        send: (reason, dryRun) =>
          client.send(
            "POST",
            dryRun ? `change-sets?dryRun=1${impact}` : "change-sets",
            bodyOf(change, reason, start, options),
          ),
        show: (tried) => [
          ...describe(tried, change, { start, locate }),
          ...(tried.impact ? [describeImpact(io, tried.impact, largestGroups)] : []),
        ],
        showsRows: true,
        reason: change.reason ?? null,
        question: change.question,
        about: change.about,
      },
      options satisfies ChangeOptions,
    );
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    throw error.located(locate);
  }
}

/** When the first step takes effect; null: at once. @throws Failure when it has passed */
export function startOf(io: Io, { at }: TimedOptions): Date | null {
  return at === undefined ? null : readFuture(at, "--at", io.now());
}

function bodyOf(
  { operations, later = [] }: ChangeSet,
  reason: string,
  start: Date | null,
  { draft, resolve, sign, override }: TimedOptions,
): object {
  const first = operations(reason);
  const isTimed = start !== null || later.length > 0;
  return {
    reason,
    ...(isTimed ? { steps: [{ at: start, operations: first }, ...later] } : { operations: first }),
    ...(draft && { draft }),
    ...(override !== undefined && { override: { reason: override } }),
    ...(resolve !== undefined && { resolve }),
    ...(sign === false && { sign }),
  };
}

/** `/operations/0/fields/mapping` → `rule 7 mapping`. */
function placeOf(pointer: string, names: readonly string[]): string {
  const [, step, rest = ""] = /^(?:\/steps\/(\d+))?(\/.*)?$/.exec(pointer) ?? [];
  if (rest === "/at") return step === "0" ? "--at" : `step ${Number(step) + 1}`;
  const found = /^\/operations\/(\d+)(?:\/(?:fields|value))?(?:\/(.*))?$/.exec(rest);
  const name = found && names[Number(found[1])];
  if (!name) return pointer;
  const place = found[2] ? `${name} ${found[2]}` : name;
  return step === undefined || step === "0" ? place : `${place} (step ${Number(step) + 1})`;
}

function describe(
  { counts, warnings = [] }: Written,
  { lines, later = [] }: ChangeSet,
  { start, locate }: { start: Date | null; locate: (pointer: string) => string },
): string[] {
  const told = warnings.map(({ pointer, detail }) => `Warning: ${locate(pointer)}: ${detail}`);
  if (changes(counts).length === 0) return [...told, "Nothing to change."];
  const when = start === null ? [] : [`${later.length > 0 ? "First" : "Takes effect"}: ${shownTime(start)}`];
  return [...told, ...lines, ...when];
}
