"use client";

import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Alert } from "@/components/ui/form";
import { TextRow } from "@/components/ui/labelled";
import { Modal } from "@/components/ui/modal";

import { Secret } from "./account-dialog";
import { readTyped, type FieldSpec, type TypedRow } from "./field-spec";
import { RowFields } from "./row-fields";
import { useMade, type Made } from "./use-made";

export type NewToken = {
  name: string;
  scope: string;
  products: readonly string[];
  channel: string;
  /** Days that it holds. */
  days: string;
  comment: string | null;
  reason: string;
};
export type CreateToken = (token: NewToken) => Promise<Made<{ secret: string }>>;

type TokenDialogProps = { products: readonly string[]; create: CreateToken; onClose: () => void };

const blank: TypedRow = { name: "", scope: "submit", products: "", channel: "*", days: "365", comment: "" };

function specsFor(products: readonly string[]): readonly FieldSpec[] {
  return [
    { kind: "text", name: "name", label: "Name", help: "What or who uses it", isKey: true, empty: "" },
    {
      kind: "choice",
      name: "scope",
      label: "Scope",
      help: "What it may do at most; it never signs",
      options: [
        { value: "read", label: "read" },
        { value: "submit", label: "submit builds" },
        { value: "push", label: "push to channels" },
        { value: "admin", label: "everything" },
      ],
    },
    {
      kind: "list",
      name: "products",
      label: "Products",
      help: "None chosen: every product",
      suggestions: products,
    },
    {
      kind: "text",
      name: "channel",
      label: "Channels",
      help: "A channel, nightly*, or *",
      isKey: true,
      empty: "",
    },
    {
      kind: "choice",
      name: "days",
      label: "Expires in",
      options: ["30", "90", "180", "365"].map((value) => ({ value, label: `${value} days` })),
    },
    { kind: "text", name: "comment", label: "Comment", empty: null },
  ];
}

export function TokenDialog({ products, create, onClose }: TokenDialogProps) {
  const [typed, setTyped] = useState(blank);
  const [reason, setReason] = useState("");
  const [secret, setSecret] = useState<string | null>(null);
  const { send, isBusy, errors, complaint } = useMade<{ secret: string }>();
  const specs = specsFor(products);
  if (secret !== null) return <SecretShown secret={secret} onClose={onClose} />;
  return (
    <Modal title="New token" note="For release automation and scripts" onClose={onClose}>
      <form
        aria-label="New token"
        className="grid gap-3 px-4 py-3"
        onSubmit={(event) => {
          event.preventDefault();
          const { row } = readTyped(specs, typed);
          send(
            () => create({ ...(row as Omit<NewToken, "reason">), reason }),
            (made) => {
              setSecret(made.secret);
            },
          );
        }}
      >
        <RowFields specs={specs} typed={typed} errors={errors} isStored={false} onChange={setTyped} />
        <TextRow
          id="token-reason"
          label="Reason"
          value={reason}
          error={errors["reason"]}
          onValue={setReason}
        />
        {complaint !== null && <Alert>{complaint}</Alert>}
        <div>
          <Button type="submit" look="primary" size="normal" disabled={isBusy}>
            {isBusy ? "Creating" : "Create the token"}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** The secret of a token, this once. */
export function SecretShown({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Modal title="The token’s secret" onClose={onClose}>
      <div className="grid gap-3 px-4 py-3 text-sm">
        <p>Copy it now: it is shown this once, and only its hash is kept.</p>
        <Secret text={secret} what="the secret" />
        <p className="text-xs text-ink-soft">
          Send it as <code>Authorization: Bearer …</code>, or set <code>AUS_TOKEN</code> for the command line.
        </p>
        <div>
          <Button look="primary" size="normal" onClick={onClose}>
            I have copied it
          </Button>
        </div>
      </div>
    </Modal>
  );
}
