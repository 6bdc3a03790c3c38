"use client";

import { LogIn } from "lucide-react";
import { useState, useTransition } from "react";

import { Button } from "@/components/ui/button";
import { Alert } from "@/components/ui/form";

import { providerComplaint } from "./complaints";
import { findProviderPage } from "./credentials";

type ProviderButtonProps = {
  name: string;
  /** Where to come back to, a path of ours. */
  next: string;
  /** Why the last attempt failed. */
  error: string | null;
};

/** The way in through the organisation's own sign-in. */
export function ProviderButton({ name, next, error }: ProviderButtonProps) {
  const [complaint, setComplaint] = useState(error === null ? null : providerComplaint(error));
  const [isBusy, startLeaving] = useTransition();
  const leave = () => {
    startLeaving(async () => {
      const page = await findProviderPage(next);
      if (page === null) setComplaint("The provider does not answer. Try again in a moment.");
      else window.location.assign(page);
    });
  };
  return (
    <div className="grid gap-3">
      <Button size="large" disabled={isBusy} onClick={leave} className="w-full">
        <LogIn aria-hidden />
        Sign in with {name}
      </Button>
      {complaint !== null && <Alert>{complaint}</Alert>}
      <div aria-hidden className="flex items-center gap-3 text-2xs text-ink-faint">
        <span className="h-px flex-1 bg-line" />
        or with a password
        <span className="h-px flex-1 bg-line" />
      </div>
    </div>
  );
}
