"use client";

import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Alert } from "@/components/ui/form";
import { TextRow } from "@/components/ui/labelled";
import { Modal } from "@/components/ui/modal";
import { adapterFacts, type Adapter } from "@/lib/hooks/adapter";

import type { RenewSecret } from "./hook-dialogs";
import { useMade } from "./use-made";

type CredentialDialogProps = { name: string; adapter: Adapter; renew: RenewSecret; onClose: () => void };

/** What a cache wants to see before it obeys, or the secret part of a chat's address. It is kept, and never shown. */
export function CredentialDialog({ name, adapter, renew, onClose }: CredentialDialogProps) {
  const [credential, setCredential] = useState("");
  const { send, isBusy, errors, complaint } = useMade<{ secret: string | null }>();
  const wanted = (adapterFacts[adapter].credential ?? "A token").replace(/^./, (letter) =>
    letter.toUpperCase(),
  );
  const title = `The credential of ${name}`;
  return (
    <Modal title={title} onClose={onClose}>
      <form
        method="post"
        aria-label={title}
        className="grid gap-3 px-4 py-3"
        onSubmit={(event) => {
          event.preventDefault();
          send(() => renew(name, credential === "" ? null : credential), onClose);
        }}
      >
        <TextRow
          id="credential"
          label="Credential"
          help={`${wanted}; nothing typed: none. It is never shown again.`}
          autoComplete="off"
          value={credential}
          error={errors["credential"]}
          onValue={setCredential}
        />
        {complaint !== null && <Alert>{complaint}</Alert>}
        <div>
          <Button type="submit" look="primary" size="normal" disabled={isBusy}>
            Keep it
          </Button>
        </div>
      </form>
    </Modal>
  );
}
