import { demoAccounts, demoPassword } from "@/lib/access/demo-accounts";
import type { Actor, Role } from "@/lib/access/role";
import { system } from "@/lib/access/role";
import { createUser, hasNoUsers, verifyPassword } from "@/lib/access/service";
import { enact } from "@/lib/changes/service";
import { db } from "@/lib/db/client";
import { getRevision } from "@/lib/configuration/store";
import { findRevisionHeads } from "@/lib/history/store";

import { story, type Chapter } from "./story";

/** Fills an empty database with the demo's people and its story; does nothing where anything else has happened. */
export async function fillWithDemo(chapters: readonly Chapter[] = story): Promise<void> {
  const first = await nextChapter();
  if (first === null || first >= chapters.length) return;
  const actors = await people();
  for (const { actor, ...change } of chapters.slice(first)) {
    const person = actors.get(actor);
    if (!person) throw new Error(`The demo's ${actor} has no account`);
    await enact(person, change);
  }
}

/** Where to go on, after a start that was stopped half-way too; null when the record is not the demo's. */
async function nextChapter(): Promise<number | null> {
  const revision = await getRevision(db());
  if (revision === 0) return 0;
  const [last] = await findRevisionHeads(db(), [revision]);
  return last?.reason === story[revision - 1]?.reason ? revision : null;
}

async function people(): Promise<Map<Role, Actor>> {
  const isEmpty = await hasNoUsers();
  const found = new Map<Role, Actor>();
  for (const { email, name, grant } of demoAccounts) {
    const person = isEmpty
      ? await createUser(system("demo"), {
          email,
          name,
          password: demoPassword,
          grants: [{ role: grant, product: "*" }],
        })
      : await verifyPassword(email, demoPassword);
    if (person) found.set(grant, person);
  }
  return found;
}
