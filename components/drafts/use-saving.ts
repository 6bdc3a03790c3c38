"use client";

import { useEffect, useMemo, useState, useTransition } from "react";

import { useIsAnswered } from "@/components/ui/use-contact";
import type { Conflict, InputError } from "@/lib/errors";

import { useEditing } from "./editing";
import {
  errorsByField,
  type Edited,
  type EditRequest,
  type Look,
  type Preview,
  type Refused,
} from "./outcome";
import { unanswered } from "./unanswered";

const pause = 350;

export type Saving = {
  readonly reason: string;
  readonly setReason: (reason: string) => void;
  readonly save: (how: EditRequest["how"]) => void;
  /** Whether saving was tried: from then on every field says what is wrong with it. */
  readonly isTried: boolean;
  /** Says so of what can't be sent as it is. */
  readonly tryInVain: () => void;
  readonly isBusy: boolean;
  /** Whether there is anything to save. */
  readonly isReady: boolean;
  readonly preview: Preview | null;
  /** What is wrong with a field, by its name: of the first operation, or "reason". */
  readonly errors: Readonly<Record<string, string>>;
  /** The same, with all places. */
  readonly wrong: readonly InputError[];
  /** What is wrong that no field shows. */
  readonly complaint: string | null;
  /** The row of the first operation, when somebody else changed the same fields meanwhile. */
  readonly conflict: Conflict | null;
  readonly forgetConflict: () => void;
  /** What else only has to be accepted by the author, by its code; and whether it is. */
  readonly acceptable: ReadonlyMap<string, boolean>;
  readonly accept: (code: string, isAccepted: boolean) => void;
};

/**
 * Everything about saving operations: what they would meet, the reason, sending them, and what was refused.
 * @param operations null: there is nothing to save
 * @param onDone what to do when it is saved
 */
export function useSaving(operations: readonly unknown[] | null, onDone: (edited: Edited) => void): Saving {
  const { edit, look } = useEditing();
  const [reason, setReason] = useState("");
  const [refused, setRefused] = useState<{ key: string; outcome: Refused } | null>(null);
  const [isTried, setTried] = useState(false);
  const [isBusy, startSaving] = useTransition();
  const [accepted, setAccepted] = useState<readonly string[]>([]);
  const key = useMemo(
    () => (operations === null ? "" : JSON.stringify([operations, accepted])),
    [operations, accepted],
  );
  const preview = usePreview(look, key);
  const save = (how: EditRequest["how"]) => {
    if (operations === null) return;
    setTried(true);
    startSaving(async () => {
      const outcome = await edit({ how, reason, operations, accept: accepted }).catch(unanswered);
      setRefused(outcome.done ? null : { key, outcome });
      if (outcome.done) onDone(outcome);
    });
  };
  // What was refused holds for what was sent only.
  const current = refused?.key === key ? refused.outcome : null;
  const failure = current ?? asFailure(preview);
  return {
    ...wrongs(failure),
    wrong: failure?.errors ?? [],
    acceptable: acceptableIn(failure, accepted),
    accept: (code, isAccepted) => {
      setAccepted([...accepted.filter((one) => one !== code), ...(isAccepted ? [code] : [])]);
    },
    reason,
    setReason,
    save,
    isTried,
    tryInVain: () => {
      setTried(true);
    },
    isBusy,
    isReady: operations !== null,
    preview,
    conflict: current?.conflicts[0] ?? null,
    forgetConflict: () => {
      setRefused(null);
    },
  };
}

/** A conflict is told when somebody saves, not while they type. */
function asFailure(preview: Preview | null): Refused | null {
  return preview?.done === false && preview.conflicts.length === 0 ? preview : null;
}

function wrongs(failure: Refused | null): Pick<Saving, "errors" | "complaint"> {
  if (!failure) return { errors: {}, complaint: null };
  const { "": general, ...errors } = errorsByField(failure.errors);
  const isTold = Object.keys(errors).length > 0;
  return { errors, complaint: general ?? (isTold ? null : failure.detail) };
}

function acceptableIn(failure: Refused | null, accepted: readonly string[]): Map<string, boolean> {
  const open = failure?.errors.flatMap(({ acceptable }) => acceptable ?? []) ?? [];
  return new Map([
    ...open.map((code) => [code, false] as const),
    ...accepted.map((code) => [code, true] as const),
  ]);
}

/** What operations would meet, a moment after the last change of them; of the last ones until then. */
function usePreview(look: Look, key: string): Preview | null {
  const [seen, setSeen] = useState<{ key: string; preview: Preview } | null>(null);
  const isAnswered = useIsAnswered();
  useEffect(() => {
    if (key === "") return;
    let isOld = false;
    const timer = setTimeout(() => {
      const asked = JSON.parse(key) as [operations: unknown[], accepted: string[]];
      void look(...asked).then(
        (preview) => {
          if (!isOld) setSeen({ key, preview });
        },
        () => undefined,
      );
    }, pause);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
    // Asked again once the service answers again.
  }, [key, look, isAnswered]);
  return key === "" || seen?.key !== key ? null : seen.preview;
}
