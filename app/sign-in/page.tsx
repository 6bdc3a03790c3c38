import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { DemoAccounts } from "@/components/sign-in/demo-accounts";
import { SignInForm } from "@/components/sign-in/sign-in-form";
import { EnvironmentBar } from "@/components/shell/environment-bar";
import { Mark } from "@/components/shell/mark";
import { findActor } from "@/lib/access/session";
import { demoAccounts, demoPassword } from "@/lib/access/demo-accounts";
import { env } from "@/lib/env";

export const metadata: Metadata = { title: "Sign in" };

type SearchParams = Record<string, string | string[] | undefined>;

/** A page of ours; an address elsewhere is no place to send people to. */
function destination(next: SearchParams[string]): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/overview";
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const next = destination((await searchParams)["next"]);
  if (await findActor()) redirect(next);
  const environment = env().AUS_ENVIRONMENT;
  return (
    <div className="flex min-h-dvh flex-col">
      <EnvironmentBar environment={environment} revision={null} />
      <main className="mx-auto flex w-full max-w-[22.5rem] flex-1 flex-col justify-center gap-5 px-4 py-10">
        <div className="flex items-center gap-3">
          <Mark className="size-10" />
          <div>
            <h1 className="text-xl font-semibold tracking-tight">Sign in to AUS3</h1>
            <p className="text-xs text-ink-soft">Who gets which update, and why</p>
          </div>
        </div>
        <SignInForm next={next} />
        {environment === "demo" && (
          <DemoAccounts accounts={demoAccounts} password={demoPassword} next={next} />
        )}
      </main>
    </div>
  );
}
