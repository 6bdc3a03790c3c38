"use client";

import { useState } from "react";

import type { Hook } from "@/lib/hooks/hook";

import type { FieldSpec, TypedRow } from "./field-spec";
import { MakingDialog } from "./making-dialog";
import { OnceDialog } from "./once-dialog";
import { ShownOnce } from "./shown-once";
import type { Made } from "./use-made";

type NewHook = Hook & { readonly credential: string | null; readonly reason: string };
export type CreateHook = (hook: NewHook) => Promise<Made<{ secret: string | null }>>;
/** @param credential of a cache or a chat; null: none */
export type RenewSecret = (
  name: string,
  credential?: string | null,
) => Promise<Made<{ secret: string | null }>>;

const blank: TypedRow = {
  name: "",
  url: "",
  adapter: "webhook",
  credential: "",
  events: "",
  products: "",
  enabled: true,
  comment: "",
};

type HookDialogProps = {
  specs: readonly FieldSpec[];
  create: CreateHook;
  onClose: () => void;
};

const credentialSpec: FieldSpec = {
  ...{ kind: "text", name: "credential", label: "Credential", empty: null },
  help: "What a cache wants to see before it obeys (a token, or user:password), or what stands for {credential} in the address of a chat. It is never shown. A webhook has none: it gets a secret.",
};

/** A new hook, and the secret that its deliveries are signed with. */
export function HookDialog({ specs, create, onClose }: HookDialogProps) {
  const [secret, setSecret] = useState<string | null>(null);
  if (secret !== null) return <HookSecretShown secret={secret} onClose={onClose} />;
  return (
    <MakingDialog<{ secret: string | null }>
      title="New hook"
      note="Somebody else’s server or a chat is told of what happens here, or a cache to forget what a change touched"
      specs={[...specs, credentialSpec]}
      blank={blank}
      verb="Create the hook"
      make={(row, reason) => create({ ...(row as Omit<NewHook, "reason">), reason })}
      onMade={(made) => {
        if (made.secret === null) onClose();
        else setSecret(made.secret);
      }}
      onClose={onClose}
    />
  );
}

type HookSecretDialogProps = { name: string; hasSecret: boolean; renew: RenewSecret; onClose: () => void };

/** Asks before a hook gets another secret, since its receiver has to know it from then on. */
export function HookSecretDialog({ name, hasSecret, renew, onClose }: HookSecretDialogProps) {
  return (
    <OnceDialog
      title={hasSecret ? `A new secret for ${name}` : `The first secret of ${name}`}
      verb="Make the secret"
      make={() => renew(name)}
      show={({ secret }) => <HookSecretShown secret={secret ?? ""} onClose={onClose} />}
      onClose={onClose}
    >
      <p>
        {hasSecret
          ? "Whatever is sent from then on is signed with the new secret: its receiver refuses it until it knows that."
          : "The hook had to be signed for first. Nothing is sent before it has a secret."}
      </p>
    </OnceDialog>
  );
}

function HookSecretShown({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <ShownOnce
      title="The hook’s secret"
      text={secret}
      what="the secret"
      note="Deliveries are signed as Standard Webhooks says, which has libraries for receivers."
      onClose={onClose}
    >
      Give it to the receiver, which tells by it that a delivery is from here. It is shown this once.
    </ShownOnce>
  );
}
