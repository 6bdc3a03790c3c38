import { headers } from "next/headers";
import type { z } from "zod";

import type { FormOutcome } from "@/components/ui/outcome";
import { env } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { parseInput } from "@/lib/http/parse";
import { isSameOrigin } from "@/lib/http/same-origin";

/**
 * What a form of ours asks for, done if it was one of our own pages that sent it. A refusal becomes something to show
 * at the fields; a defect stays one.
 */
export async function act<Schema extends z.ZodType>(
  schema: Schema,
  form: unknown,
  perform: (given: z.output<Schema>) => Promise<unknown>,
): Promise<FormOutcome> {
  try {
    await requireOwnPage();
    await perform(parseInput(schema, form));
    return { done: true };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const fields = error.errors.map(({ pointer, detail }) => [pointer.split("/")[1] ?? "", detail] as const);
    return { done: false, detail: toldAs(error), fields: Object.fromEntries(fields) };
  }
}

/** Why something was refused, for whoever typed it. */
export function toldAs({ code, message }: Refusal): string {
  if (code !== "unauthenticated") return message;
  return "Your session has ended. Nothing you typed is lost: sign in in another tab, then save again.";
}

/** @throws Refusal "forbidden" when another site's page asks */
export async function requireOwnPage(): Promise<void> {
  if (isSameOrigin(await headers(), env().AUS_URL)) return;
  throw new Refusal("forbidden", "This was sent by another site's page");
}
