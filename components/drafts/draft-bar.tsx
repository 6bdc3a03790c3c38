"use client";

import { CircleCheck, Clock, ListChecks, PencilLine, X } from "lucide-react";
import { useState, useTransition } from "react";

import { Button, buttonStyle } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Modal } from "@/components/ui/modal";

import { countInWords, editInWords } from "./edit-words";
import { useEditing, type ShownDraft } from "./editing";
import type { Edited } from "./outcome";
import { unanswered } from "./unanswered";

/** What has collected in the reader's draft, and what became of the last edit. Takes no room when there is neither. */
export function DraftBar() {
  const { draft, told, tell } = useEditing();
  const [isAsking, setAsking] = useState(false);
  const shown = told && told.kind !== "draft" ? told : null;
  if (!draft && !shown) return <div role="status" />;
  return (
    <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-t border-line-strong bg-raised px-5 py-1.5 text-xs shadow-raised">
      <div role="status" className="flex min-w-0 items-center gap-2">
        {shown && <Told told={shown} />}
      </div>
      {shown && (
        <Button
          look="quiet"
          aria-label="Dismiss this message"
          className="-ml-3 px-1.5"
          onClick={() => {
            tell(null);
          }}
        >
          <X />
        </Button>
      )}
      {draft && (
        <div role="region" aria-label="Your draft" className="ml-auto flex items-center gap-2">
          <PencilLine aria-hidden className="size-4 text-accent" />
          <strong className="font-semibold">{countInWords(draft.edits.length, "edit")} in your draft</strong>
          <Button
            onClick={() => {
              setAsking(true);
            }}
          >
            Show
          </Button>
          <Link href={`/changes/${String(draft.id)}`} className={buttonStyle({ look: "primary" })}>
            <ListChecks aria-hidden />
            Review
          </Link>
        </div>
      )}
      {draft && isAsking && (
        <DraftList
          draft={draft}
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
    </div>
  );
}

function Told({ told: { kind, changeSet, revision, missing, warnings } }: { told: Edited }) {
  if (kind === "unchanged") return <span className="text-ink-soft">There was nothing to change.</span>;
  if (kind === "enacted") {
    return (
      <>
        <CircleCheck aria-hidden className="size-4 shrink-0 text-good" />
        <span>
          Enacted as{" "}
          <Link href={`/audit/${String(revision)}`} className="text-link">
            revision {revision}
          </Link>
          .{warnings[0] !== undefined && <span className="text-warn"> {warnings[0]}</span>}
        </span>
      </>
    );
  }
  return (
    <>
      <Clock aria-hidden className="size-4 shrink-0 text-warn" />
      <span>
        <Link href={`/changes/${String(changeSet)}`} className="text-link">
          Change set {changeSet}
        </Link>{" "}
        waits for {missing.join(", ")}.
      </span>
    </>
  );
}

/** The edits of the draft one by one, and the ways to take them back. */
function DraftList({ draft, onClose }: { draft: ShownDraft; onClose: () => void }) {
  const { takeOut, discard } = useEditing();
  const [isBusy, start] = useTransition();
  const [complaint, setComplaint] = useState<string | null>(null);
  const run = (action: () => ReturnType<typeof discard>) => {
    start(async () => {
      const outcome = await action().catch(unanswered);
      setComplaint(outcome.done ? null : outcome.detail);
    });
  };
  return (
    <Modal title="Your draft" note="Nothing of this has taken effect." onClose={onClose}>
      <ul className="px-4 py-1">
        {draft.edits.map((edit) => (
          <li
            key={edit.place}
            className="flex min-h-9 items-center gap-3 border-b border-line text-xs last:border-b-0"
          >
            <span className="min-w-0 flex-1 break-words">{editInWords(edit)}</span>
            <Button
              look="quiet"
              disabled={isBusy}
              aria-label={`Take out: ${editInWords(edit)}`}
              onClick={() => {
                run(() => takeOut(edit.place, draft.rowVersion));
              }}
            >
              Take out
            </Button>
          </li>
        ))}
      </ul>
      {complaint !== null && (
        <p role="alert" className="mx-4 rounded-sm bg-bad-fill px-2.5 py-1.5 text-xs text-bad">
          {complaint}
        </p>
      )}
      <footer className="flex justify-between gap-2 border-t border-line px-4 py-3">
        <Button
          size="normal"
          disabled={isBusy}
          onClick={() => {
            run(() => discard(draft.rowVersion));
          }}
        >
          Discard all
        </Button>
        <Link
          href={`/changes/${String(draft.id)}`}
          className={buttonStyle({ look: "primary", size: "normal" })}
        >
          Review and propose
        </Link>
      </footer>
    </Modal>
  );
}
