"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";

import { attempt, inDraft, tell } from "../editing";
import type { EditOutcome, EditRequest, Preview, Refused } from "@/components/drafts/outcome";
import { requireActor } from "@/lib/access/session";
import { submitChangeSet } from "@/lib/change-sets/service";
import { collectInDraft, discardDraft, takeFromDraft } from "@/lib/change-sets/service-draft";
import { operationSchema } from "@/lib/changes/operation";
import { acceptableFindings } from "@/lib/configuration/finding";
import { describeRequirement } from "@/lib/policies/requirements";

const mostOperations = 5_000;
const operations = z.array(operationSchema).min(1, "Nothing was changed").max(mostOperations);

const editSchema = z.strictObject({
  how: z.enum(["draft", "now"]),
  reason: z.string().max(10_000),
  operations,
  accept: z.array(z.enum(acceptableFindings)).default([]),
});

const lookSchema = editSchema.pick({ operations: true, accept: true });

/** Makes an edit, or puts it into the person's draft. */
export async function edit(request: EditRequest): Promise<EditOutcome> {
  return attempt(editSchema, request, async ({ how, ...given }) => {
    const actor = await requireActor();
    if (how === "draft") {
      const { accept, reason } = given;
      return inDraft(await collectInDraft(actor, given.operations, { accept, reason: reason.trim() }));
    }
    return tell(await submitChangeSet(actor, { ...given, source: "ui", resolve: "merge" }));
  });
}

/** Says what an edit would meet, without making it. */
export async function look(given: readonly unknown[], accepted: readonly string[]): Promise<Preview> {
  return attempt(lookSchema, { operations: given, accept: accepted }, async (input) => {
    const submission = { ...input, reason: "Preview", source: "ui", resolve: "merge" } as const;
    const { requirements, missing, warnings } = await submitChangeSet(await requireActor(), submission, {
      dryRun: true,
    });
    return {
      requirements: requirements.map(describeRequirement),
      missing: missing.map(describeRequirement),
      warnings,
    };
  });
}

const placeSchema = z.strictObject({ place: z.int().min(0), rowVersion: z.int() });

/** Takes one edit out of the person's draft. */
export async function takeOut(place: number, rowVersion: number): Promise<{ done: true } | Refused> {
  return attempt(placeSchema, { place, rowVersion }, async (given) => {
    await takeFromDraft(await requireActor(), given);
    revalidatePath("/", "layout");
    return {};
  });
}

/** Gives up the person's draft. */
export async function discard(rowVersion: number): Promise<{ done: true } | Refused> {
  return attempt(z.int(), rowVersion, async (given) => {
    await discardDraft(await requireActor(), given);
    revalidatePath("/", "layout");
    return {};
  });
}
