"use client";

import { UserPlus } from "lucide-react";
import { useState } from "react";

import { useEditing } from "@/components/drafts/editing";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { covers } from "@/lib/access/can";
import type { Grant } from "@/lib/access/role";

import { AccountDialog, type CreateAccount } from "./account-dialog";
import type { FieldSpec } from "./field-spec";
import { PasswordLinkDialog, type MakeLink } from "./password-link-dialog";
import { RowsPanel, type RowColumn } from "./rows-panel";

export type ShownPerson = {
  readonly email: string;
  readonly name: string;
  readonly disabled: boolean;
  readonly grants: readonly Grant[];
  readonly hasPassword: boolean;
  readonly isLastAdministrator: boolean;
  readonly rowVersion: number;
};

type PeoplePanelProps = {
  people: readonly ShownPerson[];
  products: readonly string[];
  create: CreateAccount;
  makeLink: MakeLink;
};

type Open = { kind: "new" } | { kind: "link"; email: string };

export function PeoplePanel(props: PeoplePanelProps) {
  const { people, products } = props;
  const { rights } = useEditing();
  const [open, setOpen] = useState<Open | null>(null);
  return (
    <>
      <RowsPanel
        title="People"
        note="each role may do what those before it may: viewer, driver, manager, admin"
        entity="user"
        one="person"
        rows={people}
        specs={specsFor(products)}
        blank={{}}
        keyText={({ email }) => email}
        mayAdd={false}
        mayEdit={({ grants }) => mayLookAfter(rights.administer, grants)}
        deleting={null}
        empty="Nobody has an account."
        actions={
          rights.administer.length > 0 && (
            <Button
              look="primary"
              onClick={() => {
                setOpen({ kind: "new" });
              }}
            >
              <UserPlus aria-hidden />
              New account
            </Button>
          )
        }
        rowActions={({ email, disabled, grants }) =>
          !disabled &&
          mayLookAfter(rights.administer, grants) && (
            <Button
              look="quiet"
              aria-label={`Make a password link for ${email}`}
              onClick={() => {
                setOpen({ kind: "link", email });
              }}
            >
              Password link
            </Button>
          )
        }
        columns={columns}
      />
      <Dialogs
        panel={props}
        open={open}
        onClose={() => {
          setOpen(null);
        }}
      />
    </>
  );
}

type DialogsProps = { panel: PeoplePanelProps; open: Open | null; onClose: () => void };

function Dialogs({ panel: { products, create, makeLink }, open, onClose }: DialogsProps) {
  if (open?.kind === "new") return <AccountDialog {...{ products, create, onClose }} />;
  if (open?.kind === "link") {
    return <PasswordLinkDialog email={open.email} make={makeLink} onClose={onClose} />;
  }
  return null;
}

const columns: readonly RowColumn<ShownPerson>[] = [
  { label: "Name", cell: (person) => <Name person={person} /> },
  { label: "E-mail address", cell: ({ email }) => email },
  { label: "Roles", cell: ({ grants }) => <Grants grants={grants} /> },
  {
    label: "Signs in with",
    cell: ({ hasPassword }) => (hasPassword ? "a password" : "the provider, or not yet"),
  },
];

function specsFor(products: readonly string[]): readonly FieldSpec[] {
  return [
    { kind: "text", name: "email", label: "E-mail address", isKey: true, empty: "" },
    { kind: "text", name: "name", label: "Name", empty: "" },
    { kind: "grants", name: "grants", label: "Roles", products },
    {
      kind: "tick",
      name: "disabled",
      label: "Disabled",
      help: "They are signed out everywhere and can’t come back; what they did stays in the record.",
    },
  ];
}

/** Whoever changes an account has to be an administrator of all that it may do. */
function mayLookAfter(administered: readonly string[], grants: readonly Grant[]): boolean {
  if (grants.length === 0) return covers(administered, null);
  return grants.every(({ product }) => covers(administered, product === "*" ? null : product));
}

function Name({ person: { name, disabled, isLastAdministrator } }: { person: ShownPerson }) {
  return (
    <>
      {name}
      {disabled && <Badge tone="warn">disabled</Badge>}
      {isLastAdministrator && <Badge tone="accent">the last administrator</Badge>}
    </>
  );
}

function Grants({ grants }: { grants: readonly Grant[] }) {
  if (grants.length === 0) return <span className="text-ink-faint">none</span>;
  return (
    <span className="flex flex-wrap gap-1.5">
      {grants.map(({ role, product }) => (
        <Badge key={`${role} ${product}`}>
          {role} {product === "*" ? "of every product" : `of ${product}`}
        </Badge>
      ))}
    </span>
  );
}
