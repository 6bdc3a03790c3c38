"use client";

import { Plus } from "lucide-react";
import { useState } from "react";

import { QuickEdit } from "@/components/drafts/quick-edit";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Alert } from "@/components/ui/form";
import { Moment } from "@/components/ui/moment";

import { ChannelPattern } from "./channel-pattern";
import { RowsPanel, type RowColumn } from "./rows-panel";
import { SecretShown, TokenDialog, type CreateToken } from "./token-dialog";
import { useMade, type Made } from "./use-made";

export type ShownToken = {
  readonly name: string;
  readonly scope: string;
  readonly products: readonly string[];
  readonly channel: string;
  /** ISO 8601, as the following. Null: never. */
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly isExpired: boolean;
  readonly revoked: boolean;
  readonly hasSecret: boolean;
  readonly comment: string | null;
  readonly rowVersion: number;
};

type TokensPanelProps = {
  tokens: readonly ShownToken[];
  products: readonly string[];
  create: CreateToken;
  issue: (name: string) => Promise<Made<{ secret: string }>>;
};

type Open = { kind: "new" } | { kind: "revoke"; token: ShownToken } | { kind: "secret"; secret: string };

const columns: readonly RowColumn<ShownToken>[] = [
  { label: "Token", cell: (token) => <Name token={token} /> },
  { label: "Scope", cell: ({ scope }) => scope },
  { label: "Products", cell: (token) => token.products.join(", ") || "every product" },
  { label: "Channels", cell: ({ channel }) => <ChannelPattern channel={channel} /> },
  { label: "Expires", cell: ({ expiresAt }) => <When at={expiresAt} /> },
  { label: "Last used", cell: ({ lastUsedAt }) => <When at={lastUsedAt} /> },
  { label: "Comment", cell: ({ comment }) => comment, className: "text-ink-soft" },
];

export function TokensPanel({ tokens, products, create, issue }: TokensPanelProps) {
  const [open, setOpen] = useState<Open | null>(null);
  const { send, isBusy, complaint } = useMade<{ secret: string }>();
  const close = () => {
    setOpen(null);
  };
  return (
    <>
      <RowsPanel
        title="Tokens"
        note="what automation signs in with; only hashes of their secrets are kept"
        entity="token"
        one="token"
        rows={tokens}
        specs={[]}
        blank={{}}
        keyText={({ name }) => name}
        mayAdd={false}
        mayEdit={() => false}
        deleting={null}
        empty="No tokens: automation can't do anything yet."
        actions={
          <Button
            look="primary"
            onClick={() => {
              setOpen({ kind: "new" });
            }}
          >
            <Plus aria-hidden />
            New token
          </Button>
        }
        rowActions={(token) => (
          <TokenActs
            token={token}
            isBusy={isBusy}
            onRevoke={() => {
              setOpen({ kind: "revoke", token });
            }}
            onIssue={() => {
              send(
                () => issue(token.name),
                ({ secret }) => {
                  setOpen({ kind: "secret", secret });
                },
              );
            }}
          />
        )}
        columns={columns}
      />
      {complaint !== null && <Alert>{complaint}</Alert>}
      {open?.kind === "new" && <TokenDialog products={products} create={create} onClose={close} />}
      {open?.kind === "secret" && <SecretShown secret={open.secret} onClose={close} />}
      {open?.kind === "revoke" && <Revoking token={open.token} onClose={close} />}
    </>
  );
}

function Name({ token: { name, revoked, isExpired, hasSecret } }: { token: ShownToken }) {
  return (
    <>
      {name}
      {revoked && <Badge tone="bad">revoked</Badge>}
      {!revoked && isExpired && <Badge tone="warn">expired</Badge>}
      {!revoked && !hasSecret && <Badge tone="warn">no secret yet</Badge>}
    </>
  );
}

type TokenActsProps = { token: ShownToken; isBusy: boolean; onRevoke: () => void; onIssue: () => void };

function TokenActs({ token: { name, revoked, hasSecret }, isBusy, onRevoke, onIssue }: TokenActsProps) {
  if (revoked) return null;
  return (
    <>
      {!hasSecret && (
        <Button disabled={isBusy} onClick={onIssue} aria-label={`Show the secret of ${name}`}>
          Show the secret
        </Button>
      )}
      <Button look="quiet" onClick={onRevoke} aria-label={`Revoke ${name}`}>
        Revoke
      </Button>
    </>
  );
}

function When({ at }: { at: string | null }) {
  return at === null ? <span className="text-ink-faint">never</span> : <Moment at={at} />;
}

function Revoking({ token: { name, rowVersion }, onClose }: { token: ShownToken; onClose: () => void }) {
  const operation = {
    entity: "token",
    action: "update",
    key: { name },
    rowVersion,
    fields: { revoked: true },
  };
  return (
    <QuickEdit
      title={`Revoke the token ${name}`}
      verb="Revoke now"
      operations={[operation]}
      typed={name}
      hasDraft={false}
      onClose={onClose}
    >
      Whatever uses it is refused from then on. A revoked token does not come back: make another one.
    </QuickEdit>
  );
}
