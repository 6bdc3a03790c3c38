import { authorizeReading } from "@/lib/access/can";
import type { Actor } from "@/lib/access/role";
import { db } from "@/lib/db/client";

import { agendaStates, planAgenda, type AgendaItem } from "./agenda";
import { maySeeChangeSet } from "./service-access";
import { listChangeSets } from "./store-lists";

/** More wait at a time in no installation: beyond it, the oldest are left out. */
const most = 500;

/** What is to happen by itself within so many hours, as far as the actor may see. */
export async function readAgenda(actor: Actor, now: Date, hours: number): Promise<AgendaItem[]> {
  authorizeReading(actor);
  const sets = await listChangeSets(db(), { states: agendaStates, limit: most });
  const seen = sets.filter((set) => maySeeChangeSet(actor, set));
  return planAgenda(seen, new Date(now.getTime() + hours * 3_600_000));
}
