import { causesInWords, type Failure } from "@/lib/verify/failure";
import type { FileToVerify, Plan } from "@/lib/verify/plan";
import { clientInWords, usersInWords } from "@/lib/verify/report";

import type { Io } from "./io";
import { count, table } from "./output";

/** What was looked at, and what is wrong. */
export type Verification = {
  readonly plan: Plan;
  readonly files: readonly FileToVerify[];
  readonly failures: readonly Failure[];
};

const mostShown = 50;

/** What was looked at and what is wrong, for people. */
export function describeVerification(io: Io, { plan, files, failures }: Verification): string {
  const looked = `${count(plan.states.length, "client state")} and ${count(files.length, "file")}`;
  const skipped = Object.entries(plan.skipped).map(([why, states]) => `Not asked: ${states} (${why}).`);
  if (plan.states.length === 0 && files.length === 0 && failures.length === 0) {
    return ["There is nothing to verify: no client gets it, and it has no files.", ...skipped].join("\n");
  }
  if (failures.length === 0) return [`All is as it should be: ${looked}.`, ...skipped].join("\n");
  const rows = failures.slice(0, mostShown).map((failure) => [failure.cause, whose(failure), failure.detail]);
  const more = failures.length - rows.length;
  return [
    table(io, ["cause", "where", "what is wrong"], rows),
    ...(more > 0 ? [`… and ${more} more: --json has all of them.`] : []),
    ...skipped,
    `${count(failures.length, "fault")} in ${looked}: ${causesInWords(failures)}.`,
  ].join("\n");
}

function whose({ client, url, users }: Failure): string {
  if (client !== null) return clientInWords(client);
  return [usersInWords(users), url ?? ""].filter((part) => part !== "").join(" ");
}
