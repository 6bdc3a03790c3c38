import { revalidatePath } from "next/cache";
import type { z } from "zod";

import type { Edited, Refused } from "@/components/drafts/outcome";
import type { Submitted } from "@/lib/change-sets/service";
import { Refusal } from "@/lib/errors";
import { parseInput } from "@/lib/http/parse";
import { describeRequirement } from "@/lib/policies/requirements";
import { untilSeen } from "@/lib/serving/refresh-shared";

import { requireOwnPage, toldAs } from "./acting";

/** As `act`, with all that a refusal tells. */
export async function attempt<Schema extends z.ZodType, T extends object>(
  schema: Schema,
  given: unknown,
  perform: (input: z.output<Schema>) => Promise<T>,
): Promise<(T & { done: true }) | Refused> {
  try {
    await requireOwnPage();
    return { done: true, ...(await perform(parseInput(schema, given))) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { done: false, detail: toldAs(error), errors: error.errors, conflicts: error.conflicts };
  }
}

/** Tells what became of a submission, once the pages show it. */
export async function tell(submitted: Submitted): Promise<Omit<Edited, "done">> {
  const { kind, changeSet, revision, missing, warnings } = submitted;
  if (revision !== null) await untilSeen(revision);
  revalidatePath("/", "layout");
  return {
    kind: kind === "waiting" ? "waiting" : revision === null ? "unchanged" : "enacted",
    changeSet,
    revision,
    missing: missing.map(describeRequirement),
    warnings: warnings.map(({ detail }) => detail),
  };
}

export function inDraft(changeSet: number | null): Omit<Edited, "done"> {
  revalidatePath("/", "layout");
  return { kind: "draft", changeSet, revision: null, missing: [], warnings: [] };
}
