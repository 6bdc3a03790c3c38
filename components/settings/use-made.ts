"use client";

import { useState, useTransition } from "react";

import { useEditing } from "@/components/drafts/editing";
import { errorsByField, type Refused } from "@/components/drafts/outcome";

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
      const outcome = await make().catch((): Refused => unreachable);
      setRefused(outcome.done ? null : outcome);
      if (outcome.done) onDone(outcome);
    });
  };
  const errors = refused ? fieldErrors(refused) : {};
  const complaint = refused && Object.keys(errors).length === 0 ? refused.detail : null;
  return { send, isBusy, errors, complaint };
}

const unreachable: Refused = {
  done: false,
  detail: "The service does not answer. Nothing you typed is lost: try again in a moment.",
  errors: [],
  conflicts: [],
};

function fieldErrors({ errors }: Refused): Record<string, string> {
  const direct = errors.map(({ pointer, detail }) => [pointer.split("/")[1] ?? "", detail] as const);
  const { "": _, operations: __, ...own } = Object.fromEntries(direct);
  const { "": ___, ...ofOperation } = errorsByField(errors);
  return { ...ofOperation, ...own };
}
