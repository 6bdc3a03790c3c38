import type { z } from "zod";

import { Refusal, type InputError } from "@/lib/errors";

const mostErrorsTold = 100;

/**
 * @param base where the input stands, as a JSON pointer
 * @throws Refusal "invalid", with what is wrong with each field
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  base = "",
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => toErrors(issue, base));
  const [first] = errors;
  const detail = errors.length === 1 && first ? first.detail : `${errors.length} fields are wrong`;
  throw new Refusal("invalid", detail, { errors: errors.slice(0, mostErrorsTold) });
}

function toErrors(issue: z.core.$ZodIssue, base: string): InputError[] {
  const pointer = base + issue.path.map((part) => `/${escape(String(part))}`).join("");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      pointer: `${pointer}/${escape(key)}`,
      detail: "This field is unknown: remove it",
    }));
  }
  if (issue.code === "invalid_key") return issue.issues.flatMap((inner) => toErrors(inner, pointer));
  if (issue.code === "invalid_union") return closestBranch(issue, pointer);
  return [{ pointer, detail: issue.message }];
}

/** Of the alternatives that an input could have been, the one that it comes closest to. */
function closestBranch(issue: z.core.$ZodIssueInvalidUnion, pointer: string): InputError[] {
  const branches = issue.errors.map((issues) => issues.flatMap((one) => toErrors(one, pointer)));
  const closest = branches.reduce<InputError[] | null>((best, branch) => {
    return best === null || weight(branch, pointer) < weight(best, pointer) ? branch : best;
  }, null);
  return closest ?? [{ pointer, detail: issue.message }];
}

/** Errors in the fields that tell the alternatives apart weigh most. */
function weight(errors: readonly InputError[], pointer: string): number {
  const told = errors.filter((error) =>
    /\/(entity|action|kind|type)$/.test(error.pointer.slice(pointer.length)),
  );
  return told.length * 1000 + errors.length;
}

function escape(part: string): string {
  return part.replaceAll("~", "~0").replaceAll("/", "~1");
}
