"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";

import type { WentBack } from "@/components/audit/way-back-form";
import { requireActor } from "@/lib/access/session";
import { submitRollBack, type Wanted } from "@/lib/roll-back/service";
import { untilSeen } from "@/lib/serving/refresh-shared";

import { act } from "../../acting";

const number = z.coerce.number().pipe(z.int32().min(0));
const reason = z.string().max(10_000);
const name = z
  .string()
  .max(100)
  .transform((text) => text || null);

const schema = z.union([
  z.object({ revision: number, merge: z.literal("yes").optional(), reason }),
  z.object({ to: number, product: name, channel: name, reason }),
]);

/** Takes a revision back, or restores what was. */
export async function goBack(form: unknown): Promise<WentBack> {
  let became: Pick<WentBack, "changeSet" | "revision"> = { changeSet: null, revision: null };
  const outcome = await act(schema, form, async (given) => {
    const submitted = await submitRollBack(await requireActor(), wayOf(given), {
      reason: given.reason,
      source: "ui",
    });
    if (submitted.revision !== null) await untilSeen(submitted.revision);
    became = { changeSet: submitted.changeSet, revision: submitted.revision };
    revalidatePath("/", "layout");
  });
  return { ...outcome, ...became };
}

function wayOf(given: z.output<typeof schema>): Wanted {
  if ("revision" in given) {
    return { kind: "revision", revision: given.revision, merge: given.merge === "yes" };
  }
  const { to, product, channel } = given;
  return { kind: "scope", to, product, channel };
}
