"use client";

import { Copy, Pencil, Power, Trash2 } from "lucide-react";

import { PendingBadges } from "@/components/drafts/pending-badge";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Facts } from "@/components/ui/facts";
import { Link } from "@/components/ui/link";

import { ConditionList } from "./condition-list";
import type { RuleRow } from "./rule-columns";
import { Rate } from "./rate";

export type RuleAct = "edit" | "duplicate" | "toggle" | "delete";

type RuleDetailProps = { rule: RuleRow; mayEdit: boolean; onAct: (act: RuleAct) => void };

/** A rule beside the list, to be read. */
export function RuleDetail({ rule, mayEdit, onAct }: RuleDetailProps) {
  return (
    <>
      <div
        role="region"
        aria-label="What it says"
        tabIndex={0}
        className="grid min-h-0 flex-1 content-start overflow-y-auto"
      >
        <p className="border-b border-line bg-sunken px-4 py-2.5 text-xs">{rule.sentence}</p>
        <div className="flex flex-wrap gap-1.5 px-4 pt-3">
          {rule.enabled ? <Badge tone="good">on</Badge> : <Badge tone="warn">off</Badge>}
          <PendingBadges entity="rule" of={String(rule.id)} />
        </div>
        {rule.comment !== null && <p className="px-4 pt-2 text-xs text-ink-soft">{rule.comment}</p>}
        <div className="px-1 pt-1">
          <Facts
            facts={[
              { name: "Release", value: rule.mapping ?? "no update, on purpose" },
              { name: "Rate", value: <Rate aligned={false} percent={rule.backgroundRate} /> },
              { name: "The others get", value: others(rule) },
              { name: "Priority", value: rule.priority },
              { name: "Update type", value: rule.updateType },
            ]}
          />
          <ConditionList rule={rule} />
        </div>
      </div>
      <footer className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-3">
        {mayEdit && <Acts rule={rule} onAct={onAct} />}
        <Link href={`/rules/${String(rule.id)}`} className="text-link ml-auto text-xs">
          Page and history
        </Link>
      </footer>
    </>
  );
}

function Acts({ rule, onAct }: Pick<RuleDetailProps, "rule" | "onAct">) {
  const acts = [
    { act: "edit", label: "Edit", Icon: Pencil },
    { act: "duplicate", label: "Duplicate", Icon: Copy },
    { act: "toggle", label: rule.enabled ? "Switch off" : "Switch on", Icon: Power },
    { act: "delete", label: "Delete", Icon: Trash2 },
  ] as const;
  return acts.map(({ act, label, Icon }) => (
    <Button
      key={act}
      look={act === "edit" ? "primary" : "plain"}
      onClick={() => {
        onAct(act);
      }}
    >
      <Icon aria-hidden />
      {label}
    </Button>
  ));
}

function others({ backgroundRate, fallbackMapping }: RuleRow): string {
  if (backgroundRate === 100) return "there are no others";
  return fallbackMapping ?? "no update";
}
