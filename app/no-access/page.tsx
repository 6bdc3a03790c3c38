import { DoorClosed } from "lucide-react";
import type { Metadata } from "next";

import { SignOutButton } from "@/components/sign-in/sign-out-button";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { findActor } from "@/lib/access/session";

export const metadata: Metadata = { title: "No access" };

export default async function NoAccess() {
  const actor = await findActor();
  return (
    <main className="grid min-h-dvh place-items-center">
      <div>
        <h1 className="sr-only">No access</h1>
        <Notice
          icon={<DoorClosed />}
          title="Your account may not see this"
          action={
            <div className="flex items-center gap-4">
              <Link href="/overview" className="link">
                To the overview
              </Link>
              {actor && <SignOutButton />}
            </div>
          }
        >
          {actor && <p>You are signed in as {actor.email}.</p>}
          An administrator can give you the viewer’s role for the products that you work on.
        </Notice>
      </div>
    </main>
  );
}
