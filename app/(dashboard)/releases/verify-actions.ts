"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";

import type { FormOutcome } from "@/components/ui/outcome";
import { requireActor } from "@/lib/access/session";
import { depths } from "@/lib/verify/plan";
import { startReleaseVerification } from "@/lib/verify/service";

import { act } from "../../acting";

const schema = z.object({ release: z.string().min(1).max(500), files: z.enum(depths) });

/** Has the worker look at every file of a release. */
export async function verifyReleaseFiles(form: unknown): Promise<FormOutcome> {
  return act(schema, form, async ({ release, files }) => {
    await startReleaseVerification(await requireActor(), release, files);
    revalidatePath("/", "layout");
  });
}
