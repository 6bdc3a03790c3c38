import { demoAccounts, demoPassword } from "@/lib/access/demo-accounts";
import { hashPassword } from "@/lib/access/password";
import { system, type Person, type Role } from "@/lib/access/role";
import { hasNoUsers, verifyPassword } from "@/lib/access/service";
import { putPassword } from "@/lib/access/store";
import { submitChangeSet } from "@/lib/change-sets/service";
import { signChangeSet } from "@/lib/change-sets/service-sign";
import { listChangeSets } from "@/lib/change-sets/store-lists";
import { enact } from "@/lib/changes/service";
import { listRevisions } from "@/lib/audit/store";
import { db, type Tx } from "@/lib/db/client";

import { plans, type Plan } from "./plans";
import { story, type Chapter } from "./story";

/**
 * Fills an empty database with the demo's people, its story and what they plan; does nothing where anything else has
 * happened.
 */
export async function fillWithDemo(chapters: readonly Chapter[] = story): Promise<void> {
  const first = await nextChapter();
  if (first === null || first > chapters.length) return;
  const left = chapters.length === story.length ? await openPlans() : [];
  if (first === chapters.length && left.length === 0) return;
  const cast = await people();
  for (const chapter of chapters.slice(first)) await tell(chapter, cast);
  for (const plan of left) await propose(plan, cast);
}

type Cast = ReadonlyMap<Role, Person>;

const hour = 3_600_000;

function memberOf(cast: Cast, role: Role): Person {
  const person = cast.get(role);
  if (!person) throw new Error(`The demo's ${role} has no account`);
  return person;
}

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
  const author = memberOf(cast, actor);
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

/** What people have not proposed yet. */
async function openPlans(): Promise<Plan[]> {
  const known = await Promise.all(plans.map(({ reason: text }) => listChangeSets(db(), { text, limit: 1 })));
  return plans.filter((_, index) => known[index]?.length === 0);
}

async function propose({ actor, reason, steps }: Plan, cast: Cast): Promise<void> {
  const now = Date.now();
  await submitChangeSet(memberOf(cast, actor), {
    reason,
    source: "ui",
    steps: steps.map(({ inHours, operations }) => ({
      at: inHours === null ? null : new Date(now + inHours * hour),
      operations,
    })),
  });
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
