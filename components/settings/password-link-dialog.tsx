"use client";

import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Alert } from "@/components/ui/form";
import { Modal } from "@/components/ui/modal";
import { Moment } from "@/components/ui/moment";

import { ShownOnce } from "./shown-once";
import { useMade, type Made } from "./use-made";

export type ShownLink = { readonly token: string; /** ISO 8601 */ readonly expiresAt: string };
export type MakeLink = (email: string) => Promise<Made<{ link: ShownLink }>>;

type PasswordLinkDialogProps = { email: string; make: MakeLink; onClose: () => void };

/** Asks before a link is made, since who has it is let in as that person. */
export function PasswordLinkDialog({ email, make, onClose }: PasswordLinkDialogProps) {
  const [link, setLink] = useState<ShownLink | null>(null);
  const { send, isBusy, complaint } = useMade<{ link: ShownLink }>();
  if (link) return <PasswordLinkShown email={email} link={link} onClose={onClose} />;
  return (
    <Modal title={`Password link for ${email}`} onClose={onClose}>
      <div className="grid gap-3 px-4 py-3 text-sm">
        <p>
          Who opens the link sets the password of this account, whatever it was before, and is let in. It
          works once, for three days; a link that was made before ends. That you made it stays in the record.
        </p>
        <p className="text-xs text-ink-soft">
          Where others have to sign for that, a change set waits for them: come back when they have.
        </p>
        {complaint !== null && <Alert>{complaint}</Alert>}
        <div>
          <Button
            look="primary"
            size="normal"
            disabled={isBusy}
            onClick={() => {
              send(
                () => make(email),
                (made) => {
                  setLink(made.link);
                },
              );
            }}
          >
            {isBusy ? "Making the link" : "Make the link"}
          </Button>
        </div>
      </div>
    </Modal>
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
