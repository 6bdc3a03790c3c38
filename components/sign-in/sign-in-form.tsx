"use client";

import { useState, useTransition } from "react";

import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

import { signIn } from "./credentials";
import type { SignInOutcome } from "./credentials";

const complaints: Record<Exclude<SignInOutcome, "signed in">, string> = {
  refused: "This e-mail address and password do not belong together.",
  unreachable: "The service does not answer. Nothing was lost: try again in a moment.",
};

/** @param next where to go from here, a path of ours */
export function SignInForm({ next }: { next: string }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [complaint, setComplaint] = useState<string | null>(null);
  const [isBusy, startSigningIn] = useTransition();

  const submit = (email: string, password: string) => {
    startSigningIn(async () => {
      const outcome = await signIn(email, password);
      if (outcome !== "signed in") setComplaint(complaints[outcome]);
      // A whole new page: nothing that was fetched for nobody may be shown to somebody.
      else window.location.assign(next);
    });
  };

  return (
    <form
      className="grid gap-3 rounded-md border border-line bg-surface p-4 shadow-flat"
      onSubmit={(event) => {
        event.preventDefault();
        submit(email, password);
      }}
    >
      <label className="grid gap-1 text-xs font-medium">
        E-mail address
        <TextField
          name="email"
          type="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(event) => {
            setEmail(event.target.value);
          }}
        />
      </label>
      <label className="grid gap-1 text-xs font-medium">
        Password
        <TextField
          name="password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => {
            setPassword(event.target.value);
          }}
        />
      </label>
      {complaint !== null && (
        <p role="alert" className="rounded-sm bg-bad-fill px-2.5 py-1.5 text-xs text-bad">
          {complaint}
        </p>
      )}
      <Button type="submit" look="primary" size="large" disabled={isBusy}>
        {isBusy ? "Signing in" : "Sign in"}
      </Button>
    </form>
  );
}
