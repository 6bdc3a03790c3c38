"use client";

import { useState, useTransition } from "react";

import { signIn } from "./credentials";

type DemoAccount = { email: string; role: string; may: string };
type DemoAccountsProps = { accounts: readonly DemoAccount[]; password: string; next: string };

/** The four accounts of the demo, one click each. */
export function DemoAccounts({ accounts, password, next }: DemoAccountsProps) {
  const [isBusy, startSigningIn] = useTransition();
  const [failed, setFailed] = useState(false);
  const enter = (email: string) => {
    startSigningIn(async () => {
      if ((await signIn(email, password)).kind === "signed in") window.location.assign(next);
      else setFailed(true);
    });
  };
  return (
    <section aria-label="Demo accounts">
      <h2 className="mb-2 text-xs font-medium text-ink-soft">
        Or look around as one of the demo’s people{" "}
        <span className="text-ink-faint">(password {password})</span>
      </h2>
      <ul className="grid gap-1.5">
        {accounts.map(({ email, role, may }) => (
          <li key={email}>
            <button
              type="button"
              disabled={isBusy}
              onClick={() => {
                enter(email);
              }}
              className="flex w-full items-baseline gap-2 rounded-sm border border-line bg-surface px-3 py-2 text-left shadow-flat hover:border-line-strong hover:bg-hover disabled:opacity-50"
            >
              <span className="w-16 shrink-0 text-sm font-medium">{role}</span>
              <span className="text-xs text-ink-soft">{may}</span>
            </button>
          </li>
        ))}
      </ul>
      {failed && (
        <p role="alert" className="mt-2 text-xs text-bad">
          That did not work. The demo’s accounts may have been changed.
        </p>
      )}
    </section>
  );
}
