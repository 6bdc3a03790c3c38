import { demoAccounts, demoPassword } from "@/lib/access/demo-accounts";
import { hashPassword } from "@/lib/access/password";
import { system, type Person, type Role } from "@/lib/access/role";
import { hasNoUsers, verifyPassword } from "@/lib/access/service";
import { putPassword } from "@/lib/access/store";
import { submitChangeSet } from "@/lib/change-sets/service";
import { signChangeSet } from "@/lib/change-sets/service-sign";
import { enact } from "@/lib/changes/service";
import { listRevisions } from "@/lib/audit/store";
import { db, type Tx } from "@/lib/db/client";

import { story, type Chapter } from "./story";

/** Fills an empty database with the demo's people and its story; does nothing where anything else has happened. */
export async function fillWithDemo(chapters: readonly Chapter[] = story): Promise<void> {
  const first = await nextChapter();
  if (first === null || first >= chapters.length) return;
  const cast = await people();
  for (const chapter of chapters.slice(first)) await tell(chapter, cast);
}

type Cast = ReadonlyMap<Role, Person>;

/** What the program does by itself before the story, or beside it. */
const ownActors = ["system demo", "system start"];

/** Where to go on, after a start that was stopped half-way too; null when the record is not the demo's. */
async function nextChapter(): Promise<number | null> {
  const revisions = await listRevisions(db(), {}, { before: null, after: null, limit: 10 * story.length });
  const told = revisions.filter(({ actor }) => !ownActors.includes(actor)).reverse();
  return told.every(({ reason }, index) => reason === story[index]?.reason) ? told.length : null;
}

/** Somebody makes the change, and those sign whom its policies ask for. */
async function tell({ actor, ...change }: Chapter, cast: Cast): Promise<void> {
  const author = cast.get(actor);
  if (!author) throw new Error(`The demo's ${actor} has no account`);
  const submitted = await submitChangeSet(author, change);
  if (submitted.kind !== "waiting") return;
  const others = [...cast.values()].filter((person) => person !== author);
  let { missing } = submitted;
  for (let [next] = missing; next; [next] = missing) {
    const { role } = next;
    const at = others.findIndex((person) => signsAs(person, role));
    const [signer] = at < 0 ? [] : others.splice(at, 1);
    if (!signer) throw new Error(`Nobody in the demo signs "${change.reason}" as ${role}`);
    ({ missing } = await signChangeSet(signer, submitted.changeSet, { role, rowVersion: 1 }));
  }
}

function signsAs({ grants }: Person, role: Role): boolean {
  return grants.some((grant) => grant.role === role || grant.role === "admin");
}

async function people(): Promise<Cast> {
  if (await hasNoUsers()) await addPeople();
  const found = new Map<Role, Person>();
  for (const { email, grant } of demoAccounts) {
    const person = await verifyPassword(email, demoPassword);
    if (person) found.set(grant, person);
  }
  return found;
}

async function addPeople(): Promise<void> {
  const hash = await hashPassword(demoPassword);
  const changedAt = new Date();
  const also = async (tx: Tx) => {
    for (const { email } of demoAccounts) await putPassword(tx, { email, hash, changedAt });
  };
  await enact(
    system("demo"),
    {
      reason: "The people of the demo, one for each role",
      source: "seed",
      operations: demoAccounts.map(({ email, name, grant }) => ({
        entity: "user",
        action: "create",
        value: { email, name, disabled: false, grants: [{ role: grant, product: "*" }], passwordLinks: 0 },
      })),
    },
    { also },
  );
}
