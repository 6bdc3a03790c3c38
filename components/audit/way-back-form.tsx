"use client";

import { useRouter } from "next/navigation";

import { Button } from "@/components/ui/button";
import { Hidden, ProseField } from "@/components/ui/deed";
import { Alert } from "@/components/ui/form";
import type { FormOutcome } from "@/components/ui/outcome";
import { useForm } from "@/components/ui/use-form";

/** What became of it; a null change set: there was none to make. */
export type WentBack = FormOutcome & { readonly changeSet: number | null; readonly revision: number | null };

type WayBackFormProps = {
  /** What says what is to go back. */
  fields: Readonly<Record<string, string | number>>;
  reason: string;
  /** What the button says. */
  answer: string;
  send: (fields: Readonly<Record<string, string>>) => Promise<WentBack>;
};

/** The reason, and the button that does it; afterwards the change set that it has become. */
export function WayBackForm({ fields, reason, answer, send }: WayBackFormProps) {
  const router = useRouter();
  const { submit, isBusy, errors, complaint } = useForm(async (given) => {
    const became = await send(given);
    if (became.done && became.changeSet !== null) router.push(`/changes/${String(became.changeSet)}`);
    return became;
  }, stay);
  const { reason: aboutReason, ...others } = errors;
  const wrong = [complaint, aboutReason, ...Object.values(others)].filter(Boolean);
  return (
    <form onSubmit={submit} className="grid gap-3 p-3" aria-busy={isBusy}>
      <Hidden fields={fields} />
      <ProseField
        name="reason"
        label="Reason"
        hint="It stays in the record."
        defaultValue={reason}
        required
        rows={2}
      />
      {wrong.length > 0 && <Alert>{wrong.join("; ")}</Alert>}
      <Button type="submit" look="primary" size="normal" className="justify-self-start" disabled={isBusy}>
        {isBusy ? "Going back" : answer}
      </Button>
    </form>
  );
}

function stay(): void {
  // The page of the change set follows.
}
