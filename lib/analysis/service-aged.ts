import type { Actor } from "@/lib/access/role";
import { maySeeChangeSet } from "@/lib/change-sets/service-access";
import { listChangeSets } from "@/lib/change-sets/store-lists";
import { keyOf } from "@/lib/changes/row";
import { listShutOffs } from "@/lib/configuration/store";
import type { Db } from "@/lib/db/client";
import { lastRevisionOf } from "@/lib/history/store";

import type { Problem } from "./problem";
import { agedProblems } from "./problems-time";

const mostWaiting = 200;

/** What is there for longer than anybody meant; of change sets those that the actor may see. */
export async function readAgedProblems(db: Db, actor: Actor, now: Date): Promise<Problem[]> {
  const [shutOffs, waiting] = [
    await listShutOffs(db),
    await listChangeSets(db, { states: ["proposed"], limit: mostWaiting }),
  ];
  const dated = await Promise.all(
    shutOffs.map(async (thing) => {
      const last = await lastRevisionOf(db, "shutOff", keyOf("shutOff", thing));
      return last ? [{ thing, since: last.at }] : [];
    }),
  );
  const changeSets = waiting
    .filter((set) => set.signOffs.length > 0 && maySeeChangeSet(actor, set))
    .map(({ id, reason, products, signOffs, updatedAt }) => ({
      thing: { id, reason, products, signed: signOffs.length },
      since: updatedAt,
    }));
  return agedProblems({ shutOffs: dated.flat(), changeSets }, now);
}
