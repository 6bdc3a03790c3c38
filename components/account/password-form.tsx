"use client";

import { useRef } from "react";

import { Button } from "@/components/ui/button";
import { Alert, LabelledField } from "@/components/ui/form";
import { NewPassword } from "@/components/ui/new-password";
import type { FormOutcome } from "@/components/ui/outcome";
import { useForm } from "@/components/ui/use-form";

type PasswordFormProps = { email: string; change: (fields: Record<string, string>) => Promise<FormOutcome> };

export function PasswordForm({ email, change }: PasswordFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const { submit, isBusy, errors, complaint, isDone } = useForm(change, () => form.current?.reset());
  return (
    <form
      ref={form}
      method="post"
      noValidate
      aria-busy={isBusy}
      onSubmit={submit}
      className="grid max-w-sm gap-2 p-3"
    >
      {/* For password managers, which would not know whose password it is. */}
      <input type="text" name="" autoComplete="username" value={email} readOnly hidden />
      <LabelledField
        name="current"
        label="Password now"
        type="password"
        autoComplete="current-password"
        required
        error={errors["current"]}
      />
      <NewPassword label="New password" errors={errors} />
      <div className="flex items-center gap-3">
        <Button type="submit" look="primary" size="normal" disabled={isBusy}>
          {isBusy ? "Changing" : "Change the password"}
        </Button>
        <p role="status" className="text-xs text-good">
          {isDone && !isBusy && "Changed. Your other sessions have ended."}
        </p>
      </div>
      {complaint !== null && <Alert>{complaint}</Alert>}
    </form>
  );
}
