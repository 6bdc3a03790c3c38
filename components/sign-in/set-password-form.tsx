"use client";

import { Button } from "@/components/ui/button";
import { Alert } from "@/components/ui/form";
import { NewPassword } from "@/components/ui/new-password";
import type { FormOutcome } from "@/components/ui/outcome";

import { useOwnerForm } from "./use-owner-form";

type SetPasswordFormProps = {
  email: string;
  set: (fields: Record<string, string>) => Promise<FormOutcome>;
};

/** Asks for a password, and signs its owner in. */
export function SetPasswordForm({ email, set }: SetPasswordFormProps) {
  const { submit, isWaiting, errors, complaint } = useOwnerForm(set, () => email);
  return (
    <form
      method="post"
      noValidate
      aria-busy={isWaiting}
      onSubmit={submit}
      className="grid gap-2 rounded-md border border-line bg-surface p-4 shadow-flat"
    >
      <p className="text-ink-soft">{email}</p>
      <NewPassword label="Password" errors={errors} autoFocus />
      <Button type="submit" look="primary" size="large" disabled={isWaiting}>
        {isWaiting ? "Setting your password" : "Set it and sign in"}
      </Button>
      {complaint !== null && <Alert>{complaint}</Alert>}
    </form>
  );
}
