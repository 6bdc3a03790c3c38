import { KeyRound } from "lucide-react";
import type { Metadata } from "next";

import { SetPasswordForm } from "@/components/sign-in/set-password-form";
import { Entrance } from "@/components/sign-in/entrance";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { env } from "@/lib/env";
import { findPasswordLink } from "@/lib/password-links/service";

import { setFirstPassword } from "./actions";

export const metadata: Metadata = { title: "Set your password" };

type SearchParams = Promise<Record<string, string | string[] | undefined>>;

export default async function SetPasswordPage({ searchParams }: { searchParams: SearchParams }) {
  const { token } = await searchParams;
  const owner = typeof token === "string" ? await findPasswordLink(token) : null;
  return (
    <Entrance environment={env().AUS_ENVIRONMENT} title="Set your password" note={owner?.name ?? ""}>
      {owner && typeof token === "string" ? (
        <SetPasswordForm email={owner.email} set={setFirstPassword.bind(null, token)} />
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
            It works once, for three days, and only the newest one does. Ask an administrator for another.
          </Notice>
        </div>
      )}
    </Entrance>
  );
}
