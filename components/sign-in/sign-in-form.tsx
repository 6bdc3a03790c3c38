"use client";

import { useState, useTransition } from "react";

import { Button } from "@/components/ui/button";
import { Alert, LabelledField } from "@/components/ui/form";

import { complaintOf } from "./complaints";
import { signIn } from "./credentials";

/** @param next where to go from here, a path of ours */
export function SignInForm({ next }: { next: string }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [complaint, setComplaint] = useState<string | null>(null);
  const [isBusy, startSigningIn] = useTransition();

  const submit = (email: string, password: string) => {
    startSigningIn(async () => {
      const outcome = await signIn(email, password);
      setComplaint(complaintOf(outcome));
      // A whole new page: nothing that was fetched for nobody may be shown to somebody.
      if (outcome.kind === "signed in") window.location.assign(next);
    });
  };

  return (
    <form
      // Sent before the script runs, a password must not end up in the address.
      method="post"
      className="grid gap-3 rounded-md border border-line bg-surface p-4 shadow-flat"
      aria-busy={isBusy}
      onSubmit={(event) => {
        event.preventDefault();
        submit(email, password);
      }}
    >
      <LabelledField
        name="email"
        label="E-mail address"
        type="email"
        autoComplete="username"
        required
        autoFocus
        value={email}
        onChange={(event) => {
          setEmail(event.target.value);
        }}
      />
      <LabelledField
        name="password"
        label="Password"
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => {
          setPassword(event.target.value);
        }}
      />
      <Button type="submit" look="primary" size="large" disabled={isBusy}>
        {isBusy ? "Signing in" : "Sign in"}
      </Button>
      {complaint !== null && <Alert>{complaint}</Alert>}
    </form>
  );
}
