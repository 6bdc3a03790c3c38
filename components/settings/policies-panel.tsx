"use client";

import { useEditing } from "@/components/drafts/editing";
import { Badge } from "@/components/ui/badge";
import { covers } from "@/lib/access/can";
import { policyKey, type Policy } from "@/lib/policies/policy";

import { ChannelPattern } from "./channel-pattern";
import { productChoices, type FieldSpec } from "./field-spec";
import { RowsPanel } from "./rows-panel";

export type ShownPolicy = Policy & { readonly rowVersion: number };

type PoliciesPanelProps = {
  policies: readonly ShownPolicy[];
  products: readonly string[];
  /** Only policies of this product; null: of all. */
  product: string | null;
};

function specsFor(products: readonly string[]): readonly FieldSpec[] {
  return [
    {
      kind: "choice",
      name: "subject",
      label: "Guards",
      isKey: true,
      options: [
        { value: "clients", label: "what clients get" },
        { value: "access", label: "people, tokens and policies" },
      ],
    },
    {
      kind: "choice",
      name: "product",
      label: "Product",
      isKey: true,
      options: productChoices(products),
    },
    {
      kind: "text",
      name: "channel",
      label: "Channel",
      isKey: true,
      empty: "",
      help: "A channel, a beginning and * (leaves out test channels), or * for all",
    },
    { kind: "number", name: "drivers", label: "Drivers", help: "So many sign; the author counts" },
    { kind: "number", name: "managers", label: "Managers", help: "All who sign are different people" },
    { kind: "number", name: "admins", label: "Administrators" },
    {
      ...{ kind: "demand", name: "restoring", label: "Going back needs fewer" },
      help: "What a roll-back needs that restores exactly what was approved before",
    },
    { kind: "text", name: "comment", label: "Comment", empty: null },
  ];
}

/** Who has to sign for what. */
export function PoliciesPanel({ policies, products, product }: PoliciesPanelProps) {
  const { rights } = useEditing();
  return (
    <RowsPanel
      title="Policies"
      note="who has to sign before a change takes effect; all that apply are taken together"
      entity="policy"
      one="policy"
      rows={policies}
      specs={specsFor(products)}
      blank={{
        ...{ subject: "clients", product: product ?? "*", channel: "", comment: null },
        ...{ drivers: 1, managers: 0, admins: 0, restoring: null },
      }}
      newNote="Whether enough people hold the roles is told at once."
      keyText={policyKey}
      mayAdd={product === null ? rights.govern.length > 0 : covers(rights.govern, product)}
      mayEdit={(policy) => covers(rights.govern, policy.product === "*" ? null : policy.product)}
      deleting={() => <p>Whatever no other policy guards takes effect without any signature from then on.</p>}
      empty="No policy: nobody has to sign."
      columns={[
        {
          label: "Guards",
          cell: ({ subject }) => (subject === "clients" ? "what clients get" : "access"),
          className: "whitespace-nowrap",
        },
        {
          label: "Product",
          cell: (policy) => (policy.product === "*" ? "every product" : policy.product),
          className: "whitespace-nowrap",
        },
        {
          label: "Channel",
          cell: ({ channel }) => <ChannelPattern channel={channel} />,
          className: "whitespace-nowrap",
        },
        { label: "Has to be signed by", cell: (policy) => <Demands policy={policy} /> },
        { label: "Going back", cell: (policy) => <Restoring policy={policy} /> },
        { label: "Comment", cell: ({ comment }) => comment, className: "text-ink-soft" },
      ]}
    />
  );
}

const demands = [
  ["drivers", "driver"],
  ["managers", "manager"],
  ["admins", "administrator"],
] as const;

function Demands({ policy }: { policy: Pick<Policy, "drivers" | "managers" | "admins"> }) {
  const asked = demands.filter(([name]) => policy[name] > 0);
  if (asked.length === 0) return <span className="text-ink-faint">nobody</span>;
  return (
    <span className="flex gap-1.5">
      {asked.map(([name, word]) => (
        <Badge key={name} tone="accent">
          {policy[name]} {policy[name] === 1 ? word : `${word}s`}
        </Badge>
      ))}
    </span>
  );
}

function Restoring({ policy: { restoring } }: { policy: Policy }) {
  return restoring ? <Demands policy={restoring} /> : <span className="text-ink-faint">the same</span>;
}
