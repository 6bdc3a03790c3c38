import type { ReactNode } from "react";

import { DraftBar } from "@/components/drafts/draft-bar";
import { EditingProvider, type PendingEdit, type ShownDraft } from "@/components/drafts/editing";
import { rightsOf } from "@/lib/access/can";
import { findDraft, listWaiting, type OpenChangeSet } from "@/lib/change-sets/service-draft";
import { keyOfOperation } from "@/lib/changes/row";
import { listedFields } from "@/lib/overview/release-list";
import { readView } from "@/lib/overview/service";
import type { Release } from "@/lib/releases/release";

import { discard, edit, look, takeOut } from "./edit-actions";
import { read } from "./reading";

/** Rows whose pending values pages show; of the others it is enough to know that they change. */
const shownWhole = new Set(["rule", "product", "channel", "policy", "user", "settings"]);

/** Room for pages that change things: what the reader may do, their draft, and what waits already. */
export async function EditingArea({ children }: { children: ReactNode }) {
  const [rights, draft, waiting] = await read(async (actor) => {
    const { products } = await readView(actor);
    const pending = await Promise.all([findDraft(actor), listWaiting(actor)]);
    return [rightsOf(actor, products), ...pending] as const;
  });
  return (
    <EditingProvider
      edit={edit}
      look={look}
      takeOut={takeOut}
      discard={discard}
      rights={rights}
      draft={draft && shownDraft(draft)}
      waiting={waiting.flatMap(pendingEdits)}
    >
      <div className="flex h-full min-h-0 flex-col">
        <div className="min-h-0 flex-1 overflow-auto">{children}</div>
        <DraftBar />
      </div>
    </EditingProvider>
  );
}

function shownDraft(draft: OpenChangeSet): ShownDraft {
  return { id: draft.id, rowVersion: draft.rowVersion, edits: pendingEdits(draft) };
}

function pendingEdits({ id, state, author, operations }: OpenChangeSet): PendingEdit[] {
  return operations
    .map((operation, place): PendingEdit => {
      const { entity, action } = operation;
      const fields = action === "update" ? operation.fields : action === "create" ? operation.value : null;
      return {
        changeSet: id,
        state: state as PendingEdit["state"],
        author,
        place,
        entity,
        key: keyOfOperation(operation),
        action,
        fields: shownWhole.has(entity) ? fields : null,
        listed: entity === "release" && fields ? listedFields(fields as Partial<Release>) : null,
      };
    })
    .filter(({ entity }) => entity !== "build");
}
