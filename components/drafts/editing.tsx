"use client";

import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from "react";

import type { Rights } from "@/lib/access/can";
import type { ListedFields } from "@/lib/overview/release-list";

import type { Edit, Edited, EditRequest, Look, Refused } from "./outcome";

/** An edit of one row that waits, in the reader's draft or in a change set. */
export type PendingEdit = {
  readonly changeSet: number;
  /** "draft": the reader's own. */
  readonly state: "draft" | "proposed" | "scheduled" | "paused";
  readonly author: string;
  /** Where it is among the operations of its change set. */
  readonly place: number;
  readonly entity: string;
  /** Null: a new rule, which has no number yet. */
  readonly key: string | null;
  readonly action: "create" | "update" | "delete";
  /** What it sets; null where it deletes, or where that is too much to tell. */
  readonly fields: Readonly<Record<string, unknown>> | null;
  /** What a list of releases shows of it; null for all else. */
  readonly listed: ListedFields | null;
};

export type ShownDraft = {
  readonly id: number;
  readonly rowVersion: number;
  readonly edits: readonly PendingEdit[];
};

type Given = {
  readonly edit: Edit;
  readonly look: Look;
  readonly takeOut: (place: number, rowVersion: number) => Promise<{ done: true } | Refused>;
  readonly discard: (rowVersion: number) => Promise<{ done: true } | Refused>;
  readonly rights: Rights;
  readonly draft: ShownDraft | null;
  /** Edits of change sets that wait. */
  readonly waiting: readonly PendingEdit[];
};

type Editing = Given & {
  /** What became of the last edit. */
  readonly told: Edited | null;
  readonly tell: (told: Edited | null) => void;
  /** All edits of a row that are not enacted yet, the reader's own first. */
  readonly pendingOf: (entity: string, key: string) => readonly PendingEdit[];
};

const Context = createContext<Editing | null>(null);

export function EditingProvider({ children, ...given }: Given & { children: ReactNode }) {
  const [told, tell] = useState<Edited | null>(null);
  const { edit, draft, waiting } = given;
  const byRow = useMemo(() => {
    const map = new Map<string, PendingEdit[]>();
    for (const one of [...(draft?.edits ?? []), ...waiting]) {
      if (one.key === null) continue;
      const name = `${one.entity} ${one.key}`;
      map.set(name, [...(map.get(name) ?? []), one]);
    }
    return map;
  }, [draft, waiting]);
  const send = useCallback(
    async (request: EditRequest) => {
      const outcome = await edit(request);
      if (outcome.done) tell(outcome);
      return outcome;
    },
    [edit],
  );
  const pendingOf = useCallback(
    (entity: string, key: string) => byRow.get(`${entity} ${key}`) ?? [],
    [byRow],
  );
  const editing = { ...given, edit: send, told, tell, pendingOf };
  return <Context value={editing}>{children}</Context>;
}

/** What the pages below can do and know about edits. @throws Error outside of `EditingProvider` */
export function useEditing(): Editing {
  const editing = useContext(Context);
  if (!editing) throw new Error("There is no EditingProvider above");
  return editing;
}
