import type { Operation } from "@/lib/changes/operation";
import type { Requirement, SigningRole } from "@/lib/policies/requirements";

import type { Client } from "./client";
import type { Conflict } from "./conflict";
import { describeAll } from "./requirement";
import { shownTime } from "./times";

export type ShownStep = {
  readonly position: number;
  readonly at: string | null;
  readonly state: "pending" | "enacted" | "skipped";
  readonly revision: number | null;
  readonly enactedAt: string | null;
};

/** A change set as lists show it. */
export type ChangeSetLine = {
  readonly id: number;
  readonly state: string;
  readonly author: string;
  readonly reason: string;
  readonly products: readonly string[];
  readonly failure: string | null;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly rowVersion: number;
  readonly missing: readonly Requirement[];
  readonly requirements: readonly (Requirement & { readonly given: number })[];
  readonly signOffs: readonly {
    readonly email: string;
    readonly role: string;
    readonly at: string;
    readonly void: readonly string[];
  }[];
  readonly steps: readonly ShownStep[];
};

export type ShownChangeSet = Omit<ChangeSetLine, "steps"> & {
  readonly steps: readonly (ShownStep & {
    readonly operations: readonly Operation[];
    readonly conflicts: readonly Conflict[];
    readonly problems: readonly { readonly pointer: string; readonly detail: string }[];
  })[];
  readonly events: readonly {
    readonly kind: string;
    readonly actor: string;
    readonly at: string;
    readonly text: string;
  }[];
  readonly may: { readonly drive: boolean; readonly sign: readonly SigningRole[] };
};

export async function readChangeSet(client: Client, id: number | string): Promise<ShownChangeSet> {
  return (await client.get<ShownChangeSet>(`change-sets/${id}`)).body;
}

/** Whether nothing more becomes of it by itself. */
export function isOver({ state }: Pick<ChangeSetLine, "state">): boolean {
  return !["proposed", "approved", "scheduled", "paused"].includes(state);
}

/** Where people look at it. */
export function addressOf({ url }: Client, id: number): string {
  return `${url}/changes/${id}`;
}

/** The revisions that its steps made, in order. */
export function revisionsOf({ steps }: Pick<ChangeSetLine, "steps">): number[] {
  return steps.flatMap(({ revision }) => (revision === null ? [] : [revision]));
}

/** The newest of the revisions that its steps made; null: none. */
export function lastRevision(set: Pick<ChangeSetLine, "steps">): number | null {
  return revisionsOf(set).at(-1) ?? null;
}

/** When its next step takes effect; null: there is none, or it has no time. */
export function nextTime({ steps }: Pick<ChangeSetLine, "steps">): string | null {
  return steps.find(({ state }) => state === "pending")?.at ?? null;
}

/** One sentence on where it stands. */
export function situationOf(set: ShownChangeSet): string {
  return `Change set ${set.id} ${predicateOf(set)}`;
}

type Predicate = (set: ShownChangeSet) => string;

const predicates: Readonly<Record<string, Predicate>> = {
  draft: (set) => {
    const last = set.events.filter(({ kind }) => kind !== "comment").at(-1);
    if (last?.kind === "changes-requested") return `came back from ${last.actor}: ${last.text}`;
    return `is a draft: propose it with \`aus changes propose ${set.id}\`.`;
  },
  proposed: ({ missing }) => `waits for ${describeAll(missing)}.`,
  scheduled: (set) => `is approved; ${nextStep(set)}.`,
  paused: (set) => `is paused: let it go on with \`aus changes continue ${set.id}\`.`,
  enacted: (set) => {
    const revision = lastRevision(set);
    return revision === null
      ? "is enacted; nothing was left to change."
      : `is enacted: revision ${revision}.`;
  },
  cancelled: (set) => `was cancelled${lastText(set, ["cancelled", "aborted"])}.`,
  expired: () => "expired: nobody signed in time.",
  failed: ({ failure }) => `failed: ${failure ?? "the service's log says why"}.`,
};

function predicateOf(set: ShownChangeSet): string {
  return predicates[set.state]?.(set) ?? `is ${set.state}.`;
}

function nextStep({ steps }: ShownChangeSet): string {
  const pending = steps.filter(({ state }) => state === "pending");
  const [next] = pending;
  const done = steps.length - pending.length;
  const which = steps.length === 1 ? "it takes effect" : `step ${done + 1} of ${steps.length} takes effect`;
  return next?.at ? `${which} at ${shownTime(next.at)}` : `${which} now`;
}

function lastText({ events }: ShownChangeSet, kinds: readonly string[]): string {
  const last = events.filter(({ kind }) => kinds.includes(kind)).at(-1);
  if (!last) return "";
  return ` by ${last.actor}${last.text === "" ? "" : `: ${last.text}`}`;
}
