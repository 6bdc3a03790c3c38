"use client";

import { Wrench } from "lucide-react";
import { useState, useTransition } from "react";

import { useEditing } from "@/components/drafts/editing";
import { unanswered } from "@/components/drafts/unanswered";
import { Button } from "@/components/ui/button";

type MendInDraftProps = {
  operation: unknown;
  /** What it does, in words. */
  says: string;
};

/** Puts the edit that mends a problem into the reader's draft. */
export function MendInDraft({ operation, says }: MendInDraftProps) {
  const { edit } = useEditing();
  const [refused, setRefused] = useState<string | null>(null);
  const [isBusy, startMending] = useTransition();
  return (
    <span className="grid justify-items-end gap-1">
      <Button
        disabled={isBusy}
        title={says}
        onClick={() => {
          startMending(async () => {
            const outcome = await edit({ how: "draft", reason: "", operations: [operation] }).catch(
              unanswered,
            );
            setRefused(outcome.done ? null : outcome.detail);
          });
        }}
      >
        <Wrench aria-hidden />
        Mend in a draft
      </Button>
      {refused !== null && (
        <span role="alert" className="max-w-60 text-2xs text-bad">
          {refused}
        </span>
      )}
    </span>
  );
}
