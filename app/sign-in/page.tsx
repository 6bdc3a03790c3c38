import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { DemoAccounts } from "@/components/sign-in/demo-accounts";
import { Entrance } from "@/components/sign-in/entrance";
import { ProviderButton } from "@/components/sign-in/provider-button";
import { SignInForm } from "@/components/sign-in/sign-in-form";
import { demoAccounts, demoPassword } from "@/lib/access/demo-accounts";
import { findActor } from "@/lib/access/session";
import { signInSettings } from "@/lib/access/sign-in-settings";
import { env } from "@/lib/env";

export const metadata: Metadata = { title: "Sign in" };

type SearchParams = Record<string, string | string[] | undefined>;

/** A page of ours; an address elsewhere is no place to send people to. */
function destination(next: SearchParams[string]): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/overview";
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { next: given, error } = await searchParams;
  const next = destination(given);
  if (await findActor()) redirect(next);
  const environment = env().AUS_ENVIRONMENT;
  const { provider } = signInSettings();
  return (
    <Entrance environment={environment} title="Sign in to AUS3" note="Who gets which update, and why">
      {provider && (
        <ProviderButton name={provider.name} next={next} error={typeof error === "string" ? error : null} />
      )}
      <SignInForm next={next} />
      {environment === "demo" && <DemoAccounts accounts={demoAccounts} password={demoPassword} next={next} />}
    </Entrance>
  );
}
