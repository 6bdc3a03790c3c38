"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";

import type { FormOutcome } from "@/components/ui/outcome";
import { requireActor } from "@/lib/access/session";
import { editChangeSet, mendChangeSet, proposeChangeSet } from "@/lib/change-sets/service-edit";
import { getChangeSet } from "@/lib/change-sets/service-read";
import { resolveConflicts } from "@/lib/change-sets/service-resolve";
import {
  abortChangeSet,
  cancelChangeSet,
  continueChangeSet,
  pauseChangeSet,
} from "@/lib/change-sets/service-schedule";
import { commentOn, requestChanges, signChangeSet } from "@/lib/change-sets/service-sign";
import { setTiming } from "@/lib/change-sets/service-timing";
import { operationSchema } from "@/lib/changes/operation";
import { signingRoles } from "@/lib/policies/requirements";
import { untilSeen } from "@/lib/serving/refresh-shared";

import { act } from "../../acting";
import { atFields, readTiming } from "./timing-form";

const number = z.coerce.number().pipe(z.int32().positive());
const text = z.string().max(20_000).default("");
const place = z.object({ id: number, rowVersion: number });

/** All pages may tell of change sets; they are made of the snapshot, which takes a moment to follow. */
async function show(revisions: readonly number[] = []): Promise<void> {
  const newest = Math.max(0, ...revisions);
  if (newest > 0) await untilSeen(newest);
  revalidatePath("/", "layout");
}

export async function sign(form: unknown): Promise<FormOutcome> {
  return act(place.extend({ role: z.enum(signingRoles) }), form, async ({ id, ...given }) => {
    const { revisions } = await signChangeSet(await requireActor(), id, given);
    await show(revisions);
  });
}

export async function propose(form: unknown): Promise<FormOutcome> {
  const schema = place.extend({ reason: text, sign: z.literal("yes").optional() });
  return act(schema, form, async ({ id, rowVersion, reason, sign: signs }) => {
    const actor = await requireActor();
    const set = await getChangeSet(actor, id);
    const isOther = reason !== set.reason;
    if (isOther) await editChangeSet(actor, id, { rowVersion, reason });
    const proposal = { rowVersion: rowVersion + Number(isOther), sign: signs === "yes" };
    const { revisions } = await proposeChangeSet(actor, id, proposal);
    await show(revisions);
  });
}

export async function cancel(form: unknown): Promise<FormOutcome> {
  return act(place.extend({ text }), form, async ({ id, ...given }) => {
    await cancelChangeSet(await requireActor(), id, given);
    await show();
  });
}

export async function comment(form: unknown): Promise<FormOutcome> {
  return act(z.object({ id: number, text }), form, async ({ id, text: said }) => {
    await commentOn(await requireActor(), id, said);
    await show();
  });
}

export async function askForChanges(form: unknown): Promise<FormOutcome> {
  return act(place.extend({ text }), form, async ({ id, ...given }) => {
    await requestChanges(await requireActor(), id, given);
    await show();
  });
}

const operationText = z
  .string()
  .max(1_000_000)
  .transform((json, context): unknown => {
    try {
      return JSON.parse(json);
    } catch {
      context.addIssue("This is no edit");
      return z.NEVER;
    }
  })
  .pipe(operationSchema);

/** Adds the edit that mends a problem to a change set that waits. */
export async function mend(form: unknown): Promise<FormOutcome> {
  return act(place.extend({ operation: operationText }), form, async ({ id, rowVersion, operation }) => {
    await mendChangeSet(await requireActor(), id, { rowVersion, operation });
    await show();
  });
}

/** Lets the errors pass that a change set would bring. */
export async function letPass(form: unknown): Promise<FormOutcome> {
  return act(place.extend({ override: text }), form, async ({ id, ...given }) => {
    await editChangeSet(await requireActor(), id, given);
    await show();
  });
}

const moves = { pause: pauseChangeSet, continue: continueChangeSet, abort: abortChangeSet } as const;
const moveSchema = z.object({ id: number, move: z.enum(["pause", "continue", "abort"]), text });

/** Pauses, continues or aborts what is under way. */
export async function move(form: unknown): Promise<FormOutcome> {
  return act(moveSchema, form, async ({ id, move: name, text: said }) => {
    await moves[name](await requireActor(), id, said);
    await show();
  });
}

/** Spreads a change set over time: at once, at a time, or as a ramp, in the fields that `readTiming` tells. */
export async function reschedule(form: unknown): Promise<FormOutcome> {
  return act(place.catchall(z.string().max(1000)), form, async ({ id, rowVersion, ...fields }) => {
    const actor = await requireActor();
    await setTiming(actor, id, { rowVersion, timing: readTiming(fields) }).catch((error: unknown) => {
      throw atFields(error);
    });
    await show();
  });
}

const choice = z.enum(["mine", "theirs", "merge"]);

/** Takes the change set over to rows that moved on; fields are named by kind and key of the row. */
export async function resolve(form: unknown): Promise<FormOutcome> {
  return act(place.catchall(choice), form, async ({ id, rowVersion, ...choices }) => {
    await resolveConflicts(await requireActor(), id, { rowVersion, choices });
    await show();
  });
}
