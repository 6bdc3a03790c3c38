"use client";

import { Plus } from "lucide-react";
import { useState } from "react";

import { useEditing } from "@/components/drafts/editing";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { covers } from "@/lib/access/can";
import { adapters, isChat, placeholder, type Adapter } from "@/lib/hooks/adapter";
import { hookEvents, type Hook } from "@/lib/hooks/hook";

import { CredentialDialog } from "./credential-dialog";
import type { FieldSpec } from "./field-spec";
import { HookDialog, HookSecretDialog, type CreateHook, type RenewSecret } from "./hook-dialogs";
import { RowsPanel, type RowColumn } from "./rows-panel";

export type ShownHook = Hook & { readonly rowVersion: number; readonly hasSecret: boolean };

type HooksPanelProps = {
  hooks: readonly ShownHook[];
  products: readonly string[];
  create: CreateHook;
  renew: RenewSecret;
};

type Open = { kind: "new" } | { kind: "secret"; hook: ShownHook };

/** Whom outside to tell of what happens. */
export function HooksPanel(props: HooksPanelProps) {
  const { rights } = useEditing();
  const [open, setOpen] = useState<Open | null>(null);
  const mayEdit = ({ products }: Hook) =>
    products.length === 0
      ? covers(rights.administer, null)
      : products.every((product) => covers(rights.administer, product));
  return (
    <>
      <RowsPanel
        title="Hooks"
        note="whom outside to tell of what happens"
        entity="hook"
        one="hook"
        rows={props.hooks}
        specs={hookSpecs(props.products)}
        blank={{}}
        keyText={({ name }) => name}
        mayAdd={false}
        mayEdit={mayEdit}
        deleting={({ url }) => (
          <p>Nothing is told to {url} any more, not even what still waits to be sent.</p>
        )}
        empty="No hook: nobody outside is told. Add one to have a chat channel or a release tool hear of changes that wait for sign-offs, take effect or fail, and of updates that are switched off."
        actions={
          <Button
            look="primary"
            onClick={() => {
              setOpen({ kind: "new" });
            }}
          >
            <Plus aria-hidden />
            New hook
          </Button>
        }
        rowActions={(hook) =>
          mayEdit(hook) && (
            <SecretButton
              hook={hook}
              onClick={() => {
                setOpen({ kind: "secret", hook });
              }}
            />
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

function SecretButton({
  hook: { name, adapter, hasSecret },
  onClick,
}: {
  hook: ShownHook;
  onClick: () => void;
}) {
  const isSigned = adapter === "webhook";
  return (
    <Button
      look={hasSecret || !isSigned ? "quiet" : "plain"}
      aria-label={isSigned ? `Make a secret for ${name}` : `Set the credential of ${name}`}
      onClick={onClick}
    >
      {!isSigned ? "Credential" : hasSecret ? "New secret" : "Give it a secret"}
    </Button>
  );
}

type DialogsProps = { panel: HooksPanelProps; open: Open | null; onClose: () => void };

function Dialogs({ panel: { products, create, renew }, open, onClose }: DialogsProps) {
  if (open?.kind === "new") return <HookDialog specs={hookSpecs(products)} {...{ create, onClose }} />;
  if (open?.kind === "secret" && open.hook.adapter !== "webhook") {
    return <CredentialDialog {...open.hook} {...{ renew, onClose }} />;
  }
  if (open?.kind === "secret") return <HookSecretDialog {...open.hook} {...{ renew, onClose }} />;
  return null;
}

const columns: readonly RowColumn<ShownHook>[] = [
  { label: "Hook", cell: (hook) => <Name hook={hook} /> },
  { label: "Kind", cell: ({ adapter }) => kindNames[adapter], className: "whitespace-nowrap" },
  { label: "Address", cell: ({ url }) => <span className="font-mono text-2xs break-all">{url}</span> },
  { label: "Is told of", cell: ({ events }) => <Events events={events} /> },
  { label: "Products", cell: ({ products }) => products.join(", ") || "every product" },
  { label: "Comment", cell: ({ comment }) => comment, className: "text-ink-soft" },
];

function Name({ hook: { name, url, adapter, enabled, hasSecret } }: { hook: ShownHook }) {
  return (
    <span className="flex flex-wrap items-center gap-x-1.5 gap-y-1">
      <Link href={`/settings/hooks/${encodeURIComponent(name)}`} className="link">
        {name}
      </Link>
      {!enabled && <Badge tone="warn">off</Badge>}
      {!hasSecret && adapter === "webhook" && <Badge tone="warn">no secret yet</Badge>}
      {!hasSecret && isChat(adapter) && url.includes(placeholder) && (
        <Badge tone="warn">no credential yet</Badge>
      )}
    </span>
  );
}

/** The first few, and how many there are besides. */
function Events({ events }: { events: readonly string[] }) {
  if (events.length === hookEvents.length) return <>everything</>;
  const shown = events.slice(0, 3).join(", ");
  return (
    <span title={events.join(", ")}>
      {shown}
      {events.length > 3 && <span className="text-ink-soft"> and {events.length - 3} more</span>}
    </span>
  );
}

const kindNames: Readonly<Record<Adapter, string>> = {
  webhook: "Webhook",
  slack: "Slack",
  mattermost: "Mattermost",
  discord: "Discord",
  teams: "Microsoft Teams",
  matrix: "Matrix",
  "google-chat": "Google Chat",
  varnish: "Varnish, by BAN",
  "varnish-xkey": "Varnish with xkey, by PURGE",
  nginx: "nginx, by PURGE",
  memcached: "memcached",
  redis: "Redis",
  http: "Any cache, by POST",
  fastly: "Fastly",
  cloudflare: "Cloudflare",
  cloudfront: "CloudFront",
};
const kinds = adapters.map((value) => ({ value, label: kindNames[value] }));

function hookSpecs(products: readonly string[]): readonly FieldSpec[] {
  return [
    {
      ...{ kind: "text", name: "name", label: "Name", isKey: true, empty: "" },
      help: "Without spaces and slashes",
    },
    {
      ...{ kind: "choice", name: "adapter", label: "Kind", options: kinds },
      help: "A webhook is told of events as data, a chat in a sentence. All others have a cache drop what a change touched.",
    },
    {
      ...{ kind: "text", name: "url", label: "Address", empty: "" },
      help: `Where events are sent, by a POST, or the cache is reached. In that of a chat, ${placeholder} may stand for the secret part.`,
    },
    {
      ...{ kind: "list", name: "events", label: "Is told of", suggestions: hookEvents },
      help: "A cache: enacted, and nothing else",
    },
    {
      ...{ kind: "list", name: "products", label: "Products", suggestions: products },
      help: "None chosen: every product",
    },
    { kind: "text", name: "comment", label: "Comment", empty: null },
    {
      ...{ kind: "tick", name: "enabled", label: "Enabled" },
      help: "While it is off, nothing is sent, and what happens meanwhile is not told later.",
    },
  ];
}
