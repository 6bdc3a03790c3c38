"use client";

import { Badge } from "@/components/ui/badge";
import { Tooltip } from "@/components/ui/tooltip";

import { useEditing, type PendingEdit } from "./editing";
import { editInWords } from "./edit-words";

/** Says that a row is about to change: by one's own draft, or by change sets that wait. */
export function PendingBadges({ entity, of }: { entity: string; of: string }) {
  const pending = useEditing().pendingOf(entity, of);
  const [first] = pending;
  if (!first) return null;
  const more = pending.length > 1 ? ` +${String(pending.length - 1)}` : "";
  return (
    <Tooltip text={<Lines pending={pending} />}>
      <a
        href={`/changes/${String(first.changeSet)}`}
        className="shrink-0"
        aria-label={`${inWords(first)}, change set ${String(first.changeSet)}`}
      >
        <Badge tone={first.state === "draft" ? "accent" : "warn"}>
          {first.state === "draft" ? "draft" : "waits"}
          {more}
        </Badge>
      </a>
    </Tooltip>
  );
}

function Lines({ pending }: { pending: readonly PendingEdit[] }) {
  return pending.map((edit) => (
    <span key={`${String(edit.changeSet)} ${String(edit.place)}`} className="block">
      {inWords(edit)} ({edit.state === "draft" ? "your draft" : `change set ${String(edit.changeSet)}`})
    </span>
  ));
}

function inWords(edit: PendingEdit): string {
  return edit.state === "draft" ? editInWords(edit) : `${editInWords(edit)}, by ${edit.author}`;
}
