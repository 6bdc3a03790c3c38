"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";

import { act } from "../../../acting";
import { attempt } from "../../../editing";
import type { CreateHook, RenewSecret } from "@/components/settings/hook-dialogs";
import type { FormOutcome } from "@/components/ui/outcome";
import { requireActor } from "@/lib/access/session";
import { hookSchema } from "@/lib/hooks/hook";
import { createHook, renewHookSecret, repeatDelivery } from "@/lib/hooks/service";

import { reason } from "../reason";

const credential = z.string().max(1_000).nullable().default(null);
const newHookSchema = hookSchema.extend({ credential, reason });
const secretSchema = z.strictObject({ name: z.string().max(100), credential });

export async function addHook(given: Parameters<CreateHook>[0]): ReturnType<CreateHook> {
  return attempt(newHookSchema, given, async ({ reason: why, ...hook }) => {
    const secret = await createHook(await requireActor(), hook, why);
    revalidatePath("/", "layout");
    return { secret };
  });
}

export async function renewSecret(hook: string, given: string | null = null): ReturnType<RenewSecret> {
  return attempt(secretSchema, { name: hook, credential: given }, async ({ name, credential: wanted }) => {
    const secret = await renewHookSecret(await requireActor(), name, wanted);
    revalidatePath("/", "layout");
    return { secret };
  });
}

const deliverySchema = z.strictObject({ id: z.coerce.number().int().positive() });

export async function sendAgain(given: unknown): Promise<FormOutcome> {
  return act(deliverySchema, given, async ({ id }) => {
    await repeatDelivery(await requireActor(), id);
    revalidatePath("/", "layout");
  });
}
