"use client";

import { useEditing } from "@/components/drafts/editing";
import { RowsPanel } from "@/components/settings/rows-panel";
import { Badge } from "@/components/ui/badge";
import { covers } from "@/lib/access/can";
import type { CheckedInvariant } from "@/lib/analysis/invariants";
import { statementExamples } from "@/lib/invariants/statement";

const grammar =
  "every PRODUCT client on CHANNEL with version >=115 and locale de — then: reaches VERSION, gets only NAME*, " +
  "never gets NAME*, gets an update, gets no update, or has every build target";

/** What has to hold whatever changes, and whether it does. */
export function InvariantsPanel({ invariants }: { invariants: readonly CheckedInvariant[] }) {
  const { rights } = useEditing();
  const [example] = statementExamples;
  return (
    <RowsPanel
      title="Invariants"
      note="checked on every draft, before enacting, and hourly"
      entity="invariant"
      one="invariant"
      rows={invariants}
      specs={[
        { kind: "text", name: "name", label: "Name", isKey: true, empty: "" },
        { kind: "text", name: "statement", label: "What has to hold", empty: "", help: grammar },
        {
          ...{ kind: "choice", name: "enforcement", label: "A change that breaks it" },
          options: [
            { value: "blocks", label: "is enacted only with a reason" },
            { value: "warns", label: "is warned of" },
          ],
          isWide: true,
        },
        { kind: "tick", name: "enabled", label: "Switched on" },
        { kind: "text", name: "comment", label: "Comment", empty: null },
      ]}
      blank={{ name: "", statement: "", enforcement: "blocks", enabled: true, comment: null }}
      keyText={({ name }) => name}
      mayAdd={rights.push.length > 0}
      mayEdit={({ product }) => covers(rights.push, product)}
      deleting={({ statement }) => <p>Nobody checks any longer that {statement}.</p>}
      empty={
        <>
          Nothing is expected yet. Say what has to hold whatever changes, for instance “{example}”: whoever
          would break it is told before.
        </>
      }
      columns={[
        { label: "Name", cell: ({ name }) => <strong className="font-semibold">{name}</strong> },
        { label: "What has to hold", cell: ({ statement }) => statement },
        { label: "Holds", cell: (invariant) => <Holds {...invariant} /> },
        {
          label: "A change that breaks it",
          cell: ({ enforcement }) => (enforcement === "blocks" ? "needs a reason" : "is warned of"),
        },
      ]}
    />
  );
}

function Holds({ states, broken }: CheckedInvariant) {
  if (states === null) return <Badge>switched off</Badge>;
  if (states === 0 && broken.length === 0) return <Badge tone="warn">about nobody</Badge>;
  if (broken.length === 0) {
    return (
      <span className="whitespace-nowrap">
        <Badge tone="good">yes</Badge>{" "}
        <span className="figures text-2xs text-ink-faint">{states.toLocaleString("en-US")} builds</span>
      </span>
    );
  }
  return <Badge tone="bad">no</Badge>;
}
