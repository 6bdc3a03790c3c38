import { expect } from "vitest";

import type { Automation, Person } from "@/lib/access/role";
import { submitChangeSet, type Submission, type Submitted } from "@/lib/change-sets/service";
import type { Operation } from "@/lib/changes/operation";

import { emptyDatabase } from "./database";
import { makeFirefox, operation } from "./operations";
import { makePeople } from "./people";

export type People = Record<"viewer" | "driver" | "driver2" | "manager" | "manager2" | "admin", Person>;

/** Starts anew with people, Firefox with the policies of a new product, and rule 1 on its release channel. */
export async function startWithFirefox(): Promise<People> {
  await emptyDatabase();
  const people = await makePeople({
    viewer: "viewer",
    driver: "driver",
    driver2: "driver",
    manager: "manager",
    manager2: "manager",
    admin: "admin",
  });
  await makeFirefox();
  return people;
}

/** Changes the background rate of rule 1. */
export const setRate = (rate: number, rowVersion = 1) =>
  operation({
    entity: "rule",
    action: "update",
    key: { id: 1 },
    rowVersion,
    fields: { backgroundRate: rate },
  });

export function submit(
  actor: Person | Automation,
  operations: Operation[],
  rest: Partial<Submission> = {},
): Promise<Submitted> {
  return submitChangeSet(actor, { operations, reason: "Test", source: "api", ...rest } as Submission);
}

/** A change of rule 1 that waits for a manager. @returns its number */
export async function waitingSet(actor: Person | Automation): Promise<number> {
  const submitted = await submit(actor, [setRate(25)]);
  expect(submitted.kind).toBe("waiting");
  return submitted.changeSet!;
}
