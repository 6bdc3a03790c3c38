"use client";

import { useState } from "react";

import type { FieldSpec, TypedRow } from "./field-spec";
import { MakingDialog } from "./making-dialog";
import { ShownOnce } from "./shown-once";
import type { Made } from "./use-made";

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
  const [secret, setSecret] = useState<string | null>(null);
  if (secret !== null) return <SecretShown secret={secret} onClose={onClose} />;
  return (
    <MakingDialog<{ secret: string }>
      title="New token"
      note="For release automation and scripts"
      specs={specsFor(products)}
      blank={blank}
      verb="Create the token"
      make={(row, reason) => create({ ...(row as Omit<NewToken, "reason">), reason })}
      onMade={(made) => {
        setSecret(made.secret);
      }}
      onClose={onClose}
    />
  );
}

/** The secret of a token, this once. */
export function SecretShown({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <ShownOnce
      title="The token’s secret"
      text={secret}
      what="the secret"
      note={
        <>
          Send it as <code>Authorization: Bearer …</code>, or set <code>AUS_TOKEN</code> for the command line.
        </>
      }
      onClose={onClose}
    >
      Copy it now: it is shown this once, and only its hash is kept.
    </ShownOnce>
  );
}
