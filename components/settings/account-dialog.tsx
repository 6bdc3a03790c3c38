"use client";

import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";
import type { Grant } from "@/lib/access/role";

import type { FieldSpec, TypedRow } from "./field-spec";
import { MakingDialog } from "./making-dialog";
import { PasswordLinkShown, type ShownLink } from "./password-link-dialog";
import type { Made } from "./use-made";

export type NewAccount = {
  email: string;
  name: string;
  grants: readonly Grant[];
  signsIn: "link" | "provider";
  reason: string;
};
/** Link: null for whoever signs in through the provider. */
type MadeAccount = { email: string; link: ShownLink | null };
export type CreateAccount = (account: NewAccount) => Promise<Made<MadeAccount>>;

type AccountDialogProps = { products: readonly string[]; create: CreateAccount; onClose: () => void };

const blank: TypedRow = { email: "", name: "", grants: [], signsIn: "link" };

function specsFor(products: readonly string[]): readonly FieldSpec[] {
  return [
    { kind: "text", name: "email", label: "E-mail address", isKey: true, empty: "" },
    { kind: "text", name: "name", label: "Name", isKey: true, empty: "" },
    { kind: "grants", name: "grants", label: "Roles", products },
    {
      kind: "choice",
      name: "signsIn",
      label: "Signs in with",
      isWide: true,
      options: [
        { value: "link", label: "a password, which they set by a link" },
        { value: "provider", label: "the provider" },
      ],
    },
  ];
}

/** A new account, and the link by which its owner sets a password. */
export function AccountDialog({ products, create, onClose }: AccountDialogProps) {
  const [made, setMade] = useState<MadeAccount | null>(null);
  if (made?.link) return <PasswordLinkShown email={made.email} link={made.link} onClose={onClose} />;
  if (made) return <AccountMade email={made.email} onClose={onClose} />;
  return (
    <MakingDialog<MadeAccount>
      title="New account"
      specs={specsFor(products)}
      blank={blank}
      verb="Create the account"
      make={(row, reason) => create({ ...(row as Omit<NewAccount, "reason">), reason })}
      onMade={setMade}
      onClose={onClose}
    />
  );
}

function AccountMade({ email, onClose }: { email: string; onClose: () => void }) {
  return (
    <Modal title="The account is there" onClose={onClose}>
      <div className="grid gap-3 px-4 py-3 text-sm">
        <p>{email} can sign in now through the provider.</p>
        <div>
          <Button look="primary" size="normal" onClick={onClose}>
            Done
          </Button>
        </div>
      </div>
    </Modal>
  );
}
