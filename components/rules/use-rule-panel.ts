"use client";

import { useCallback, useState } from "react";

import type { UrlState } from "@/components/ui/url-state";
import { usePageKeys } from "@/components/ui/use-page-keys";

import type { RuleRow } from "./rule-columns";
import type { RuleAct } from "./rule-detail";
import type { PanelState } from "./rule-panel";

type Question = { readonly rule: RuleRow; readonly act: "toggle" | "delete" };

type May = { mayEdit: (rule: RuleRow) => boolean; mayCreate: boolean };

export type RulePanelControl = {
  readonly selected: RuleRow | null;
  /** The number of a rule that the address names and that is not there; null: there is none such. */
  readonly missing: string | null;
  readonly panel: PanelState | null;
  readonly question: Question | null;
  readonly forgetQuestion: () => void;
  readonly act: (rule: RuleRow, act: RuleAct) => void;
  readonly create: () => void;
  readonly select: (rule: RuleRow) => void;
  readonly move: (by: 1 | -1) => void;
  readonly close: () => void;
};

/**
 * Which rule is selected and what is shown of it, in the address; and the keys that change it.
 * @param rows those that the filter leaves, in their order
 */
export function useRulePanel(
  rows: readonly RuleRow[],
  all: readonly RuleRow[],
  { url, mayEdit, mayCreate }: { url: UrlState } & May,
): RulePanelControl {
  const [question, setQuestion] = useState<Question | null>(null);
  const selected = all.find(({ id }) => String(id) === url.get("rule")) ?? null;
  const panel = allowed(readPanel(url, selected), { mayEdit, mayCreate });
  const { set } = url;
  const show = useCallback(
    (rule: RuleRow, kind: string) => {
      set({ rule: String(rule.id), panel: kind, template: null });
    },
    [set],
  );
  const act = useCallback(
    (rule: RuleRow, what: RuleAct) => {
      if (what === "toggle" || what === "delete") setQuestion({ rule, act: what });
      else show(rule, what === "edit" ? "edit" : "new");
    },
    [show],
  );
  const move = (by: 1 | -1) => {
    const at = rows.findIndex((row) => row === selected);
    const next = rows[at === -1 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)];
    if (next) url.set({ rule: String(next.id), ...(panel?.kind !== "view" && { panel: null }) });
  };
  useRuleKeys({
    move,
    open: () => {
      if (selected) show(selected, "view");
    },
    act: (what) => {
      if (selected && mayEdit(selected)) act(selected, what);
    },
  });
  return {
    selected,
    missing: selected === null && /^[1-9]\d*$/.test(url.get("rule")) ? url.get("rule") : null,
    panel,
    question,
    forgetQuestion: () => {
      setQuestion(null);
    },
    act,
    create: () => {
      url.set({ rule: null, panel: "new", template: "blank" });
    },
    select: (rule) => {
      show(rule, "view");
    },
    move,
    close: () => {
      url.set({ panel: null, template: null });
    },
  };
}

type RuleKeys = { move: (by: 1 | -1) => void; open: () => void; act: (what: RuleAct) => void };

function useRuleKeys({ move, open, act }: RuleKeys): void {
  usePageKeys({
    j: () => {
      move(1);
    },
    k: () => {
      move(-1);
    },
    Enter: open,
    e: () => {
      act("edit");
    },
    d: () => {
      act("duplicate");
    },
    "/": () => {
      document.querySelector<HTMLInputElement>("[data-shortcut=search]")?.focus();
    },
  });
}

/** Who may not edit a rule, and was sent a link to editing it, sees it. */
function allowed(asked: PanelState | null, { mayEdit, mayCreate }: May): PanelState | null {
  if (asked?.kind === "new") return mayCreate ? asked : null;
  return asked?.kind === "edit" && !mayEdit(asked.rule) ? { kind: "view", rule: asked.rule } : asked;
}

function readPanel(url: UrlState, rule: RuleRow | null): PanelState | null {
  const kind = url.get("panel");
  if (kind === "new") return { kind, from: rule, template: rule ? "copy" : url.get("template") };
  return rule && (kind === "view" || kind === "edit") ? { kind, rule } : null;
}
