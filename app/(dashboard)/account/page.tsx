import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { PasswordForm } from "@/components/account/password-form";
import { SessionList, type ShownSession } from "@/components/account/session-list";
import { nothing } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { rolesByProduct } from "@/components/shell/roles";
import { Facts } from "@/components/ui/facts";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { hasPassword } from "@/lib/access/account";
import { findSignedIn } from "@/lib/access/session";
import { signInSettings } from "@/lib/access/sign-in-settings";
import { listSessions, type ListedSession } from "@/lib/sessions/service";

import { changeOwnPassword, endOwnOtherSessions, endOwnSession } from "./actions";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const signedIn = await findSignedIn();
  if (!signedIn) redirect("/sign-in?next=/account");
  const { person, id } = signedIn;
  const [sessions, mayChange] = await Promise.all([listSessions(person), hasPassword(person)]);
  return (
    <Page knows={nothing}>
      <PageHeader title="Your account" note="Who you are here, and where you are signed in." />
      <div className="grid max-w-3xl gap-4">
        <Panel title="You">
          <Facts
            facts={[
              { name: "Name", value: person.name },
              { name: "E-mail address", value: person.email },
              ...rolesByProduct(person.grants).map(({ product, role }) => ({ name: product, value: role })),
            ]}
          />
        </Panel>
        <SessionList sessions={shown(sessions, id)} end={endOwnSession} endOthers={endOwnOtherSessions} />
        <Panel title="Password">
          {mayChange ? (
            <PasswordForm email={person.email} change={changeOwnPassword} />
          ) : (
            <p className="p-3 text-sm text-ink-soft">
              You have none here: you sign in with {signInSettings().provider?.name ?? "a provider"}.
            </p>
          )}
        </Panel>
      </div>
    </Page>
  );
}

/** The reader's own session first. */
function shown(sessions: readonly ListedSession[], own: string): ShownSession[] {
  return sessions
    .map(({ id, kind, client, createdAt, seenAt }) => ({
      id,
      kind,
      client,
      createdAt: createdAt.toISOString(),
      seenAt: seenAt.toISOString(),
      isThis: id === own,
    }))
    .sort((a, b) => Number(b.isThis) - Number(a.isThis));
}
