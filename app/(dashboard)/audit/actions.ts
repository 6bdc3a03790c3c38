"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";

import type { WentBack } from "@/components/audit/way-back-form";
import type { FormOutcome } from "@/components/ui/outcome";
import type { Person } from "@/lib/access/role";
import { requireActor } from "@/lib/access/session";
import type { Submitted } from "@/lib/change-sets/service";
import { entities } from "@/lib/changes/row";
import { submitRollBack, type Wanted } from "@/lib/roll-back/service";
import { untilSeen } from "@/lib/serving/refresh-shared";
import { asTask, startVerification } from "@/lib/tasks/service";

import { act } from "../../acting";
import { tellSubmitted } from "../shown-task";

const number = z.coerce.number().pipe(z.int32().min(0));
const reason = z.string().max(10_000);
const name = z
  .string()
  .max(100)
  .transform((text) => text || null);

const schema = z.union([
  z.object({ revision: number, merge: z.literal("yes").optional(), reason }),
  z.object({ to: number, entity: z.enum(entities), key: z.string().max(1000), reason }),
  z.object({ to: number, product: name, channel: name, reason }),
]);

/** Takes a revision back, or a row back to what it was, or restores what was. */
export async function goBack(form: unknown): Promise<WentBack> {
  let became: Pick<WentBack, "changeSet" | "revision"> = { changeSet: null, revision: null };
  const outcome = await act(schema, form, async (given) => {
    const submitted = await rollBack(await requireActor(), wayOf(given), given.reason);
    if (submitted.revision !== null) await untilSeen(submitted.revision);
    became = { changeSet: submitted.changeSet, revision: submitted.revision };
    revalidatePath("/", "layout");
  });
  return { ...outcome, ...became };
}

/** Restoring a product or everything takes its time: whoever leaves the page finds it again. */
async function rollBack(actor: Person, way: Wanted, why: string): Promise<Submitted> {
  const work = () => submitRollBack(actor, way, { reason: why, source: "ui" });
  if (way.kind !== "scope") return work();
  const what = way.product === null ? "everything" : [way.product, way.channel].filter(Boolean).join(" ");
  const task = {
    kind: "roll-back",
    title: `Restore ${what} to revision ${String(way.to)}`,
    phase: "Putting back",
  } as const;
  return asTask(actor, task, work, tellSubmitted);
}

/** Has the worker recompute every hash of the record. */
export async function verifyRecord(form: unknown): Promise<FormOutcome> {
  return act(z.object({}), form, async () => {
    await startVerification(await requireActor());
    revalidatePath("/", "layout");
  });
}

function wayOf(given: z.output<typeof schema>): Wanted {
  if ("revision" in given) {
    return { kind: "revision", revision: given.revision, merge: given.merge === "yes" };
  }
  if ("entity" in given) return { kind: "row", entity: given.entity, key: given.key, to: given.to };
  const { to, product, channel } = given;
  return { kind: "scope", to, product, channel };
}
