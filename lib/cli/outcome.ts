import type { ChangeOptions } from "./change-options";
import type { Client } from "./client";
import { exitStatus, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { printJson } from "./output";
import { addressOf, lastRevision, type ShownChangeSet } from "./read-change-sets";
import { describeAll } from "./requirement";
import { shownTime } from "./times";
import { afterWatching, watchChangeSet } from "./watch";
import type { Written } from "./written";

type Outcome = {
  readonly written: Pick<Written, "kind" | "changeSet" | "revision" | "next" | "missing">;
  /** Printed by `--json` beside the result. */
  readonly about?: Readonly<Record<string, unknown>> | undefined;
};

/** Says what became of a change, and waits for the rest of it if that is wanted. */
export async function endWritten(
  io: Io,
  client: Client,
  { written, about }: Outcome,
  { json, wait }: Pick<ChangeOptions, "json" | "wait">,
): Promise<ExitStatus> {
  const { kind, changeSet } = written;
  const url = changeSet === null ? null : addressOf(client, changeSet);
  const isPending = kind === "waiting" || kind === "scheduled";
  if (wait && isPending && changeSet !== null) {
    if (!json) io.print(outcome(written, url));
    const last = await watchChangeSet(io, client, changeSet);
    const status = afterWatching(last);
    if (json) printJson(io, { ...about, ...written, ...endOf(last), url, dryRun: false });
    else io.print(done(lastRevision(last)));
    return status;
  }
  if (json) printJson(io, { ...about, ...written, url, dryRun: false });
  else io.print(outcome(written, url));
  return kind === "waiting" ? exitStatus.waiting : exitStatus.done;
}

function endOf(last: ShownChangeSet) {
  return { kind: "enacted", revision: lastRevision(last), missing: [] };
}

function outcome(
  { kind, changeSet, revision, next, missing = [] }: Outcome["written"],
  url: string | null,
): string {
  const set = `Change set ${changeSet ?? ""}`;
  const where = `: ${url ?? ""}`;
  const former = revision === null ? "" : `${done(revision)} `;
  switch (kind) {
    case "waiting":
      return `${former}${set} waits for ${describeAll(missing)}${where}`;
    case "draft":
      return `${set} is a draft, to be proposed with \`aus changes propose ${changeSet ?? ""}\`${where}`;
    case "scheduled":
      return `${former}${set} ${revision === null ? "takes effect" : "goes on"}${timeOf(next)}${where}`;
    default:
      return done(revision);
  }
}

function timeOf(next: string | null | undefined): string {
  return next ? ` at ${shownTime(next)}` : "";
}

function done(revision: number | null): string {
  return revision === null ? "Nothing to change." : `Done: revision ${revision}.`;
}
