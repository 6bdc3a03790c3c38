import type { Actor } from "@/lib/access/role";
import type { Source } from "@/lib/audit/source";
import type { Operation } from "@/lib/changes/operation";
import type { AcceptableFinding } from "@/lib/configuration/finding";
import type { SigningRole } from "@/lib/policies/requirements";

import type { Digest } from "./digest";

export const states = [
  "draft",
  "proposed",
  "approved",
  "scheduled",
  "paused",
  "enacted",
  "cancelled",
  "expired",
  "failed",
] as const;

/** Where a change set is on its way. "scheduled" also between its steps. */
export type State = (typeof states)[number];

export type EventKind =
  | "created"
  | "edited"
  | "proposed"
  | "signed"
  | "sign-off-voided"
  | "comment"
  | "changes-requested"
  | "approved"
  | "scheduled"
  | "paused"
  | "continued"
  | "step-enacted"
  | "enacted"
  | "aborted"
  | "cancelled"
  | "expired"
  | "failed";

export type Step = {
  readonly position: number;
  /** Null: as soon as the change set is approved. */
  readonly at: Date | null;
  /** Null: it was enacted as it was submitted, and its revision tells. */
  readonly operations: readonly Operation[] | null;
  readonly state: "pending" | "enacted" | "skipped";
  readonly revision: number | null;
  readonly enactedAt: Date | null;
};

export type SignOff = {
  readonly email: string;
  readonly role: SigningRole;
  readonly at: Date;
  /** What was signed. */
  readonly digest: Digest;
};

export type ChangeSet = {
  readonly id: number;
  readonly state: State;
  readonly authorKind: Actor["kind"];
  /** An e-mail address, or the name of a token or of a part of the program. */
  readonly author: string;
  readonly source: Source;
  readonly reason: string;
  readonly accept: readonly AcceptableFinding[];
  /** Why it may bring problems that block it otherwise; null: it may not. */
  readonly override: string | null;
  readonly restores: boolean;
  /** It says what everything is to be. */
  readonly whole: boolean;
  /** New products get the policies that products start with. */
  readonly defaults: boolean;
  /** Releases that it touches or maps to. */
  readonly releases: readonly string[];
  /** Products that it touches; "*": all of them. */
  readonly products: readonly string[];
  readonly failure: string | null;
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Goes up with every edit and every change of state, not with sign-offs and comments. */
  readonly rowVersion: number;
};

export type ChangeSetEvent = {
  readonly kind: EventKind;
  readonly actor: string;
  readonly at: Date;
  readonly text: string;
};

export type WholeChangeSet = ChangeSet & {
  readonly steps: readonly Step[];
  readonly signOffs: readonly SignOff[];
};

/** An e-mail address, or the name of a token or of a part of the program. */
export function authorName(actor: Actor): string {
  return actor.kind === "person" ? actor.email : actor.name;
}

export function isAuthor(actor: Actor, { authorKind, author }: ChangeSet): boolean {
  return actor.kind === authorKind && authorName(actor) === author;
}

/** The steps that are still to come, in order. */
export function pendingSteps({ steps }: WholeChangeSet): (Step & { operations: readonly Operation[] })[] {
  return steps.flatMap((step) =>
    step.state === "pending" && step.operations ? [{ ...step, operations: step.operations }] : [],
  );
}
