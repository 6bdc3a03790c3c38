"use client";

import { useState } from "react";

import { TextRow } from "@/components/ui/labelled";
import { adapterFacts, type Adapter } from "@/lib/hooks/adapter";

import type { RenewSecret } from "./hook-dialogs";
import { MadeForm } from "./made-form";
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
    <MadeForm
      title={title}
      verb="Keep it"
      isBusy={isBusy}
      complaint={complaint}
      onSubmit={() => {
        send(() => renew(name, credential === "" ? null : credential), onClose);
      }}
      onClose={onClose}
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
    </MadeForm>
  );
}
