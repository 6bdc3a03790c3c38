"use client";

import { useState, useTransition, type SubmitEvent } from "react";

import type { FormOutcome } from "./outcome";
import { whyUnanswered } from "./unanswered";

function unanswered(error: unknown): FormOutcome {
  return { done: false, detail: whyUnanswered(error), fields: {} };
}

/**
 * Sends a form's fields and keeps what was wrong with them. What was typed stays.
 * @param onDone what to do when it is done, told what was sent
 */
export function useForm(
  send: (fields: Record<string, string>) => Promise<FormOutcome>,
  onDone: (fields: Record<string, string>) => Promise<void> | void,
) {
  const [outcome, setOutcome] = useState<FormOutcome | null>(null);
  const [isBusy, startSending] = useTransition();
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const texts = [...new FormData(form)].map(([name, value]) => [
      name,
      typeof value === "string" ? value : "",
    ]);
    const fields = Object.fromEntries(texts) as Record<string, string>;
    startSending(async () => {
      const became = await send(fields).catch(unanswered);
      setOutcome(became);
      if (became.done) await onDone(fields);
      else focusFirst(form, became.fields);
    });
  };
  const errors = outcome === null || outcome.done ? {} : outcome.fields;
  const complaint =
    outcome === null || outcome.done || Object.keys(errors).length > 0 ? null : outcome.detail;
  return { submit, isBusy, errors, complaint, isDone: outcome?.done ?? false };
}

function focusFirst(form: HTMLFormElement, fields: Readonly<Record<string, string>>): void {
  const first = [...form.elements].find((one) => Object.hasOwn(fields, (one as HTMLInputElement).name));
  if (first instanceof HTMLElement) first.focus();
}
