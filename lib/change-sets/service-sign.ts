import { holdsRole } from "@/lib/access/can";
import { actorName, type Actor, type Person } from "@/lib/access/role";
import { countSignOffs } from "@/lib/changes/service";
import { findUnstorable } from "@/lib/changes/text";
import { transaction, type Tx } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import {
  describeRequirement,
  missingFrom,
  type Requirement,
  type SigningRole,
} from "@/lib/policies/requirements";

import type { WholeChangeSet } from "./change-set";
import { lockToSee, requireExpected, requireSigner } from "./service-access";
import {
  authorOf,
  examinePending,
  judgeSignOffs,
  requirementsOfAll,
  settle,
  type Settled,
  type Validity,
} from "./service-settle";
import * as store from "./store";

/**
 * Gives one person's sign-off, in one role that is still asked for. With the last one the change set is enacted, or
 * waits for its time.
 *
 * @throws Refusal "forbidden", "conflict" (edited meanwhile, or signed already), "invalid", or as `enact`
 */
export async function signChangeSet(
  actor: Actor,
  id: number,
  { role, rowVersion }: { role: SigningRole; rowVersion: number },
): Promise<Settled> {
  const now = new Date();
  return transaction(async (tx) => {
    const set = await lockToSee(tx, actor, id);
    requireSigner(actor, set);
    requireExpected(set, { deed: "sign", states: ["proposed"], rowVersion });
    const author = await authorOf(tx, set, now);
    const requirements = requirementsOfAll(await examinePending(tx, author, set));
    const validity = await judgeSignOffs(tx, set);
    await dropVoid(tx, set, { validity, by: actor.email, now });
    if (validity.valid.some(({ email }) => email === actor.email)) {
      throw new Refusal("conflict", `${actor.email} has signed change set ${id} already: nobody signs twice`);
    }
    requireRole(actor, role, missingFrom(requirements, await countSignOffs(tx, validity.valid)));
    await store.putSignOff(tx, id, { email: actor.email, role, at: now, digest: validity.digest });
    await store.addEvent(tx, id, { kind: "signed", actor: actor.email, at: now, text: role });
    return settle(tx, id, { by: actor.email, now, author });
  });
}

function requireRole(person: Person, role: SigningRole, missing: readonly Requirement[]): void {
  const asked = missing.filter((requirement) => requirement.role === role);
  if (asked.some(({ product }) => holdsRole(person.grants, role, product))) return;
  if (asked.length > 0) {
    const wanted = asked.map(describeRequirement).join(", ");
    throw new Refusal("forbidden", `${person.email} cannot sign as ${role}: it needs ${wanted}`);
  }
  const rest = missing.map(describeRequirement).join(", ");
  const detail = `No ${role} has to sign it${rest === "" ? "" : `, but ${rest}`}`;
  throw new Refusal("invalid", detail, { errors: [{ pointer: "/role", detail }] });
}

/** Takes away sign-offs that no longer hold, and says so. */
async function dropVoid(
  tx: Tx,
  { id }: WholeChangeSet,
  { validity, by, now }: { validity: Validity; by: string; now: Date },
): Promise<void> {
  const gone = validity.void.map(({ signOff }) => signOff.email);
  await store.deleteSignOffs(tx, id, gone);
  for (const { signOff, why } of validity.void) {
    const text = `${signOff.email}: ${why.join("; ")}`;
    await store.addEvent(tx, id, { kind: "sign-off-voided", actor: by, at: now, text });
  }
}

/** Sends a proposed change set back to its author, as a draft without sign-offs. */
export async function requestChanges(
  actor: Actor,
  id: number,
  { text, rowVersion }: { text: string; rowVersion?: number | undefined },
): Promise<void> {
  requireText(text);
  const now = new Date();
  await transaction(async (tx) => {
    const set = await lockToSee(tx, actor, id);
    requireSigner(actor, set);
    requireExpected(set, { deed: "request changes of", states: ["proposed"], rowVersion });
    await store.deleteSignOffs(
      tx,
      id,
      set.signOffs.map(({ email }) => email),
    );
    await store.updateChangeSet(tx, id, { state: "draft", expiresAt: null, updatedAt: now });
    await store.addEvent(tx, id, { kind: "changes-requested", actor: actor.email, at: now, text });
  });
}

/** Adds to the discussion. */
export async function commentOn(actor: Actor, id: number, text: string): Promise<void> {
  requireText(text);
  await transaction(async (tx) => {
    await lockToSee(tx, actor, id);
    await store.addEvent(tx, id, { kind: "comment", actor: actorName(actor), at: new Date(), text });
  });
}

const longestText = 10_000;

function requireText(text: string): void {
  const isFine = text.trim() !== "" && text.length <= longestText && findUnstorable(text, "") === null;
  if (isFine) return;
  const detail = `Write a text of up to ${longestText} characters`;
  throw new Refusal("invalid", detail, { errors: [{ pointer: "/text", detail }] });
}
