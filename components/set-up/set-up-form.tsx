"use client";

import { useOwnerForm } from "@/components/sign-in/use-owner-form";
import { Button } from "@/components/ui/button";
import { Alert, LabelledField } from "@/components/ui/form";
import { NewPassword } from "@/components/ui/new-password";
import type { FormOutcome } from "@/components/ui/outcome";

type SetUpFormProps = { make: (fields: Record<string, string>) => Promise<FormOutcome> };

/** Asks for the first administrator's account, and signs its owner in. */
export function SetUpForm({ make }: SetUpFormProps) {
  const { submit, isWaiting, errors, complaint } = useOwnerForm(make, ({ email = "" }) => email);
  return (
    <form
      method="post"
      noValidate
      aria-busy={isWaiting}
      onSubmit={submit}
      className="grid gap-2 rounded-md border border-line bg-surface p-4 shadow-flat"
    >
      <LabelledField name="name" label="Name" autoComplete="name" autoFocus required error={errors["name"]} />
      <LabelledField
        name="email"
        label="E-mail address"
        type="email"
        autoComplete="username"
        required
        error={errors["email"]}
      />
      <NewPassword label="Password" errors={errors} />
      <Button type="submit" look="primary" size="large" disabled={isWaiting}>
        {isWaiting ? "Making your account" : "Make the account and sign in"}
      </Button>
      {complaint !== null && <Alert>{complaint}</Alert>}
    </form>
  );
}
