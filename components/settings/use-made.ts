"use client";

import { useState, useTransition } from "react";

import { useEditing } from "@/components/drafts/editing";
import { errorsByField, type Refused } from "@/components/drafts/outcome";
import { unanswered } from "@/components/drafts/unanswered";

/** Something was made that is of use only now, or its change set waits. */
export type Made<T> = ({ readonly done: true } & T) | Refused;

/** Sends what makes an account or token, and keeps what was wrong with it. */
export function useMade<T extends object>() {
  const { tell } = useEditing();
  const [refused, setRefused] = useState<Refused | null>(null);
  const [isBusy, start] = useTransition();
  const send = (make: () => Promise<Made<T>>, onDone: (made: T) => void) => {
    tell(null);
    start(async () => {
      const outcome = await make().catch(unanswered);
      setRefused(outcome.done ? null : outcome);
      if (outcome.done) onDone(outcome);
    });
  };
  const errors = refused ? fieldErrors(refused) : {};
  const complaint = refused && Object.keys(errors).length === 0 ? refused.detail : null;
  return { send, isBusy, errors, complaint };
}

function fieldErrors({ errors }: Refused): Record<string, string> {
  const direct = errors.map(({ pointer, detail }) => [pointer.split("/")[1] ?? "", detail] as const);
  const { "": _, operations: __, ...own } = Object.fromEntries(direct);
  const { "": ___, ...ofOperation } = errorsByField(errors);
  return { ...ofOperation, ...own };
}
