import { KeyRound } from "lucide-react";
import type { Metadata } from "next";

import { SetUpForm } from "@/components/set-up/set-up-form";
import { Entrance } from "@/components/sign-in/entrance";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { env } from "@/lib/env";
import { isSetUpToken } from "@/lib/set-up/service";

import { makeFirstAdministrator } from "./actions";

export const metadata: Metadata = { title: "Set up" };

type SearchParams = Promise<Record<string, string | string[] | undefined>>;

export default async function SetUpPage({ searchParams }: { searchParams: SearchParams }) {
  const { token } = await searchParams;
  const isValid = typeof token === "string" && (await isSetUpToken(token));
  return (
    <Entrance
      environment={env().AUS_ENVIRONMENT}
      title="Set up AUS3"
      note="For whoever looks after people here"
    >
      {isValid ? (
        <SetUpForm make={makeFirstAdministrator.bind(null, token)} />
      ) : (
        <div className="rounded-md border border-line bg-surface shadow-flat">
          <Notice
            icon={<KeyRound />}
            title="This link is of no use any more"
            action={
              <Link href="/sign-in" className="link">
                To the sign-in
              </Link>
            }
          >
            It works once, for a day, and only while nobody administers the service. Until then each start
            prints a new one to the log.
          </Notice>
        </div>
      )}
    </Entrance>
  );
}
