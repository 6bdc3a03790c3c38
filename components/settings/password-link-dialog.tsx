"use client";

import { Moment } from "@/components/ui/moment";

import { OnceDialog } from "./once-dialog";
import { ShownOnce } from "./shown-once";
import type { Made } from "./use-made";

export type ShownLink = { readonly token: string; /** ISO 8601 */ readonly expiresAt: string };
export type MakeLink = (email: string) => Promise<Made<{ link: ShownLink }>>;

type PasswordLinkDialogProps = { email: string; make: MakeLink; onClose: () => void };

/** Asks before a link is made, since who has it is let in as that person. */
export function PasswordLinkDialog({ email, make, onClose }: PasswordLinkDialogProps) {
  return (
    <OnceDialog
      title={`Password link for ${email}`}
      verb="Make the link"
      make={() => make(email)}
      show={({ link }) => <PasswordLinkShown email={email} link={link} onClose={onClose} />}
      onClose={onClose}
    >
      <p>
        Who opens the link sets the password of this account, whatever it was before, and is let in. It works
        once, for three days; a link that was made before ends. That you made it stays in the record.
      </p>
      <p className="text-xs text-ink-soft">
        Where others have to sign for that, a change set waits for them: come back when they have.
      </p>
    </OnceDialog>
  );
}

type PasswordLinkShownProps = { email: string; link: ShownLink; onClose: () => void };

export function PasswordLinkShown({ email, link: { token, expiresAt }, onClose }: PasswordLinkShownProps) {
  return (
    <ShownOnce
      title="The password link"
      text={`${window.location.origin}/set-password?token=${token}`}
      what="the link"
      note={
        <>
          It works once, until <Moment at={expiresAt} />.
        </>
      }
      onClose={onClose}
    >
      Send it to {email}, and to nobody else: it is shown this once.
    </ShownOnce>
  );
}
