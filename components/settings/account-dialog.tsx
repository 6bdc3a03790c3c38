"use client";

import { useState } from "react";

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Alert } from "@/components/ui/form";
import { TextRow } from "@/components/ui/labelled";
import { Modal } from "@/components/ui/modal";
import type { Grant } from "@/lib/access/role";

import { readTyped, type FieldSpec, type TypedRow } from "./field-spec";
import { RowFields } from "./row-fields";
import { useMade, type Made } from "./use-made";

export type NewAccount = {
  email: string;
  name: string;
  password: string;
  grants: readonly Grant[];
  reason: string;
};
export type CreateAccount = (account: NewAccount) => Promise<Made<{ email: string }>>;

type AccountDialogProps = { products: readonly string[]; create: CreateAccount; onClose: () => void };

const blank: TypedRow = { email: "", name: "", grants: [] };

/** A new account, with the password that its owner starts with. */
export function AccountDialog({ products, create, onClose }: AccountDialogProps) {
  const [typed, setTyped] = useState<TypedRow>(blank);
  const [password, setPassword] = useState("");
  const [reason, setReason] = useState("");
  const [made, setMade] = useState<string | null>(null);
  const { send, isBusy, errors, complaint } = useMade<{ email: string }>();
  const specs: readonly FieldSpec[] = [
    { kind: "text", name: "email", label: "E-mail address", isKey: true, empty: "" },
    { kind: "text", name: "name", label: "Name", isKey: true, empty: "" },
    { kind: "grants", name: "grants", label: "Roles", products },
  ];
  if (made !== null) return <AccountMade email={made} password={password} onClose={onClose} />;
  return (
    <Modal title="New account" onClose={onClose}>
      <form
        method="post"
        aria-label="New account"
        className="grid gap-3 px-4 py-3"
        onSubmit={(event) => {
          event.preventDefault();
          const { row } = readTyped(specs, typed);
          send(
            () => create({ ...(row as Pick<NewAccount, "email" | "name" | "grants">), password, reason }),
            ({ email }) => {
              setMade(email);
            },
          );
        }}
      >
        <RowFields specs={specs} typed={typed} errors={errors} isStored={false} onChange={setTyped} />
        <FirstPassword value={password} error={errors["password"]} onValue={setPassword} />
        <TextRow
          id="account-reason"
          label="Reason"
          value={reason}
          error={errors["reason"]}
          onValue={setReason}
        />
        {complaint !== null && <Alert>{complaint}</Alert>}
        <div>
          <Button type="submit" look="primary" size="normal" disabled={isBusy}>
            {isBusy ? "Creating" : "Create the account"}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

type FirstPasswordProps = { value: string; error: string | undefined; onValue: (value: string) => void };

function FirstPassword({ value, error, onValue }: FirstPasswordProps) {
  return (
    <div className="flex items-start gap-2">
      <TextRow
        id="account-password"
        label="First password"
        help="Empty: they sign in through the provider only. They can change it on their account’s page."
        autoComplete="off"
        className="min-w-0 flex-1"
        value={value}
        error={error}
        onValue={onValue}
      />
      <Button
        className="mt-5.5"
        onClick={() => {
          onValue(newPassword());
        }}
      >
        Generate
      </Button>
    </div>
  );
}

function newPassword(): string {
  const letters = "abcdefghijkmnpqrstuvwxyz23456789";
  const values = crypto.getRandomValues(new Uint8Array(20));
  const text = [...values].map((value) => letters[value % letters.length]).join("");
  return text.replaceAll(/(.{5})(?=.)/g, "$1-");
}

type AccountMadeProps = { email: string; password: string; onClose: () => void };

function AccountMade({ email, password, onClose }: AccountMadeProps) {
  return (
    <Modal title="The account is there" onClose={onClose}>
      <div className="grid gap-3 px-4 py-3 text-sm">
        <p>
          {email} can sign in now
          {password === "" ? " through the provider." : ". Tell them the password: it is shown this once."}
        </p>
        {password !== "" && <Secret text={password} what="the password" />}
        <div>
          <Button look="primary" size="normal" onClick={onClose}>
            Done
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** Something that is shown once. */
export function Secret({ text, what }: { text: string; what: string }) {
  return (
    <div className="flex items-center gap-2 rounded-sm border border-line-strong bg-sunken py-1 pr-1 pl-3">
      <code aria-label={what} className="min-w-0 flex-1 font-mono text-xs break-all select-all">
        {text}
      </code>
      <CopyButton text={text} what={what} />
    </div>
  );
}
