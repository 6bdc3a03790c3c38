"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { PendingBadges } from "@/components/drafts/pending-badge";
import { useEditing } from "@/components/drafts/editing";
import { Button } from "@/components/ui/button";
import { covers } from "@/lib/access/can";

import type { RuleRow } from "./rule-columns";
import { RuleQuestion } from "./rule-menu";

/** What can be done with a rule, on its own page; editing happens beside the list. */
export function RulePageActions({ rule }: { rule: RuleRow }) {
  const { rights } = useEditing();
  const router = useRouter();
  const [act, setAct] = useState<"toggle" | "delete" | null>(null);
  const go = (panel: string) => {
    router.push(`/rules?rule=${String(rule.id)}&panel=${panel}`);
  };
  return (
    <>
      <PendingBadges entity="rule" of={String(rule.id)} />
      {covers(rights.push, rule.product) && (
        <>
          <Button
            look="primary"
            onClick={() => {
              go("edit");
            }}
          >
            Edit
          </Button>
          <Button
            onClick={() => {
              go("new");
            }}
          >
            Duplicate
          </Button>
          <Button
            onClick={() => {
              setAct("toggle");
            }}
          >
            {rule.enabled ? "Switch off" : "Switch on"}
          </Button>
          <Button
            onClick={() => {
              setAct("delete");
            }}
          >
            Delete
          </Button>
        </>
      )}
      {act && (
        <RuleQuestion
          rule={rule}
          act={act}
          onClose={(edited) => {
            setAct(null);
            if (edited?.kind === "enacted" && act === "delete") router.push("/rules");
          }}
        />
      )}
    </>
  );
}
