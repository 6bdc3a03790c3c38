import type { Actor } from "@/lib/access/role";
import type { Operation } from "@/lib/changes/operation";
import { prepared } from "@/lib/changes/service";
import type { Tx } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { describeRequirement } from "@/lib/policies/requirements";

import { submitPrepared, type Submitted } from "./service";

/**
 * For what is of use only once it is done: submits operations with what is kept beside the record, e.g. a secret.
 *
 * @throws Refusal "needs-sign-off" when others have to sign; the operations wait as a change set, which it names
 */
export async function enactNow(
  actor: Actor,
  {
    reason,
    operations,
    also,
  }: { reason: string; operations: readonly Operation[]; also?: (tx: Tx) => Promise<void> },
): Promise<Submitted> {
  const submitted = await submitPrepared(actor, {
    reason,
    source: actor.kind === "system" ? "system" : actor.kind === "token" ? "api" : "ui",
    accept: [],
    dryRun: false,
    wholeConfiguration: false,
    withDefaultPolicies: true,
    prepare: () => Promise.resolve(prepared(operations)),
    ...(also && { also }),
  });
  if (submitted.kind !== "waiting") return submitted;
  const { changeSet, missing } = submitted;
  const detail = `Change set ${changeSet} waits for ${missing.map(describeRequirement).join(", ")}`;
  throw new Refusal("needs-sign-off", detail, { missing });
}
