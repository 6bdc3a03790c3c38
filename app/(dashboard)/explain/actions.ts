"use server";

import { z } from "zod";

import { clientFields } from "@/components/explain/client-fields";
import type { Suggestion } from "@/components/ui/combobox";
import { requireActor } from "@/lib/access/session";
import { completeField } from "@/lib/overview/service-clients";

const text = z.string().max(200);
const askedSchema = z.tuple([z.enum(clientFields), z.record(z.enum(clientFields), text), text]);

/** What goes with one field of a client, as far as the others are filled in. */
export async function completeClient(
  field: string,
  client: Readonly<Record<string, string>>,
  typed: string,
): Promise<Suggestion[]> {
  const [wanted, known, begun] = askedSchema.parse([field, client, typed]);
  return completeField(await requireActor(), wanted, known, begun);
}
