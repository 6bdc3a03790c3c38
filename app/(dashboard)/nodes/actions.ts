"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";

import type { FormOutcome } from "@/components/ui/outcome";
import { requireActor } from "@/lib/access/session";
import { releaseWave } from "@/lib/nodes/service-waves";

import { act } from "../../acting";

const schema = z.object({
  revision: z.coerce.number().pipe(z.int32().min(1)),
  reason: z.string().max(10_000),
});

/** Lets a revision through that canaries stopped. */
export async function letThrough(form: unknown): Promise<FormOutcome> {
  return act(schema, form, async (given) => {
    await releaseWave(await requireActor(), given);
    revalidatePath("/", "layout");
  });
}
