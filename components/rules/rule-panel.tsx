"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import { useState } from "react";

import { useEditing } from "@/components/drafts/editing";
import { Button } from "@/components/ui/button";
import { SidePanel } from "@/components/ui/side-panel";
import { covers } from "@/lib/access/can";
import { emptyRule, toText } from "@/lib/rules/rule-text";
import type { Rule } from "@/lib/rules/rule";

import type { RuleRow } from "./rule-columns";
import type { RuleSurroundings } from "./rule-context";
import { RuleDetail, type RuleAct } from "./rule-detail";
import { RuleForm, type Typed } from "./rule-form";

/** What the panel shows. `from`: the rule that a new one starts as; `template`: or what it is to become. */
export type PanelState =
  | { readonly kind: "view" | "edit"; readonly rule: RuleRow }
  | { readonly kind: "new"; readonly from: RuleRow | null; readonly template: string };

type RulePanelProps = {
  state: PanelState;
  around: RuleSurroundings;
  /** What was typed before and is not saved yet, by what the panel shows. */
  kept: Map<string, Typed>;
  onAct: (rule: RuleRow, act: RuleAct) => void;
  onMove: (by: 1 | -1) => void;
  onClose: () => void;
};

export function RulePanel({ state, around, kept, onAct, onMove, onClose }: RulePanelProps) {
  const { rights } = useEditing();
  const isView = state.kind === "view";
  return (
    <SidePanel
      title={titleOf(state)}
      onClose={onClose}
      actions={
        isView && (
          <>
            <Button
              look="quiet"
              aria-label="Previous rule"
              className="px-1.5"
              onClick={() => {
                onMove(-1);
              }}
            >
              <ChevronUp />
            </Button>
            <Button
              look="quiet"
              aria-label="Next rule"
              className="px-1.5"
              onClick={() => {
                onMove(1);
              }}
            >
              <ChevronDown />
            </Button>
          </>
        )
      }
    >
      {state.kind === "view" ? (
        <RuleDetail
          rule={state.rule}
          mayEdit={covers(rights.push, state.rule.product)}
          onAct={(act) => {
            onAct(state.rule, act);
          }}
        />
      ) : (
        <KeptForm key={keyOf(state)} state={state} around={around} kept={kept} onDone={onClose} />
      )}
    </SidePanel>
  );
}

type KeptFormProps = {
  state: Exclude<PanelState, { kind: "view" }>;
  around: RuleSurroundings;
  kept: Map<string, Typed>;
  onDone: () => void;
};

/** A form that is found as it was left. */
function KeptForm({ state, around, kept, onDone }: KeptFormProps) {
  const { pendingOf } = useEditing();
  const key = keyOf(state);
  const [typed, setTyped] = useState(() => kept.get(key) ?? start(state, pendingOf));
  return (
    <RuleForm
      typed={typed}
      isTouched={kept.has(key)}
      around={around}
      onType={(next) => {
        kept.set(key, next);
        setTyped(next);
      }}
      onDone={() => {
        kept.delete(key);
        onDone();
      }}
    />
  );
}

type PendingOf = ReturnType<typeof useEditing>["pendingOf"];

/** A rule starts as the reader's own draft has it; a duplicate without its alias, which is unique. */
function start(state: KeptFormProps["state"], pendingOf: PendingOf): Typed {
  if (state.kind === "new") {
    const text = state.from ? { ...toText(state.from), alias: "" } : { ...emptyRule, priority: "90" };
    return { base: null, text };
  }
  const { sentence, ...base } = state.rule;
  const own = pendingOf("rule", String(base.id)).find((edit) => edit.state === "draft");
  return { base, text: toText({ ...base, ...(own?.fields as Partial<Rule> | null) }) };
}

function keyOf(state: PanelState): string {
  if (state.kind !== "new") return String(state.rule.id);
  return `new ${state.template} ${String(state.from?.id ?? "")}`;
}

function titleOf(state: PanelState): string {
  switch (state.kind) {
    case "view":
      return state.rule.alias ?? `Rule ${String(state.rule.id)}`;
    case "edit":
      return `Edit ${state.rule.alias ?? `rule ${String(state.rule.id)}`}`;
    case "new":
      return state.from ? `Duplicate of ${state.from.alias ?? `rule ${String(state.from.id)}`}` : "New rule";
  }
}
