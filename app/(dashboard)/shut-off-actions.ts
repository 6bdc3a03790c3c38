"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";

import type { Switched } from "@/components/shell/switched";
import { requireActor } from "@/lib/access/session";
import type { Submitted } from "@/lib/change-sets/service";
import { shutOffSchema } from "@/lib/configuration/configuration";
import { parseInput } from "@/lib/http/parse";
import { describeRequirement } from "@/lib/policies/requirements";
import { untilSeen } from "@/lib/serving/refresh-shared";
import { switchOff, switchOn } from "@/lib/shut-offs/service";

import { act } from "../acting";

const anyOr = z
  .string()
  .max(200)
  .default("")
  .transform((given) => (given.trim() === "" ? null : given.trim()));
const text = z.string().max(10_000);

/** As the form fills it in: empty conditions are none, and what is typed must be what is chosen. */
const offForm = z
  .object({
    product: z.string().min(1, "Choose a product"),
    channel: z.string().min(1, "Choose a channel"),
    buildTarget: anyOr,
    version: anyOr,
    locale: anyOr,
    reason: text,
    typed: text,
    name: text,
  })
  .transform(({ typed, name, ...shutOff }, context) => {
    if (typed.trim() !== name) {
      context.addIssue({ code: "custom", path: ["typed"], message: `Type ${name} to confirm` });
    }
    return shutOff;
  });

export async function turnOff(form: unknown): Promise<Switched> {
  let became: Submitted | null = null;
  const outcome = await act(offForm, form, async (shutOff) => {
    became = await switchOff(await requireActor(), parseInput(shutOffSchema, shutOff));
    await show(became);
  });
  return { ...outcome, ...told(became) };
}

export async function turnOn(form: unknown): Promise<Switched> {
  let became: Submitted | null = null;
  const schema = z.object({ key: text, reason: text });
  const outcome = await act(schema, form, async (given) => {
    became = await switchOn(await requireActor(), given);
    await show(became);
  });
  return { ...outcome, ...told(became) };
}

async function show({ revision }: Submitted): Promise<void> {
  if (revision !== null) await untilSeen(revision);
  revalidatePath("/", "layout");
}

function told(became: Submitted | null): Pick<Switched, "waiting"> {
  if (became?.kind !== "waiting") return { waiting: null };
  const { changeSet, missing } = became;
  return { waiting: { changeSet, missing: missing.map(describeRequirement) } };
}
