"use client";

import { Ellipsis, Plus } from "lucide-react";
import { createContext, use } from "react";

import type { Edited } from "@/components/drafts/outcome";
import { QuickEdit } from "@/components/drafts/quick-edit";
import { Button, buttonStyle } from "@/components/ui/button";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { templates } from "@/lib/push/templates";

import type { RuleRow } from "./rule-columns";
import type { RuleAct } from "./rule-detail";

type Acts = { mayEdit: (rule: RuleRow) => boolean; act: (rule: RuleRow, act: RuleAct) => void };

/** What the menus of the rows below it can do. */
export const RuleActs = createContext<Acts | null>(null);

/** What can be done with a rule, in its row, where the reader may do something. */
export function RuleMenu({ rule }: { rule: RuleRow }) {
  const acting = use(RuleActs);
  if (!acting?.mayEdit(rule)) return null;
  const acts: readonly { act: RuleAct; label: string }[] = [
    { act: "edit", label: "Edit" },
    { act: "duplicate", label: "Duplicate" },
    { act: "toggle", label: rule.enabled ? "Switch off" : "Switch on" },
  ];
  const item = ({ act, label }: (typeof acts)[number]) => (
    <MenuItem
      key={act}
      onSelect={() => {
        acting.act(rule, act);
      }}
    >
      {label}
    </MenuItem>
  );
  return (
    <Menu modal={false}>
      <MenuTrigger asChild>
        <Button
          look="quiet"
          aria-label={`Actions for ${rule.alias ?? `rule ${String(rule.id)}`}`}
          className="h-6 px-1 text-ink-faint"
        >
          <Ellipsis />
        </Button>
      </MenuTrigger>
      <MenuContent>
        {acts.map(item)}
        <MenuSeparator />
        {item({ act: "delete", label: "Delete" })}
      </MenuContent>
    </Menu>
  );
}

type NewRuleProps = { onEmpty: () => void; onTask: (template: string) => void };

/** Starts a rule, empty or by one of the tasks that are done again and again. */
export function NewRule({ onEmpty, onTask }: NewRuleProps) {
  return (
    <Menu modal={false}>
      <MenuTrigger className={buttonStyle({ look: "primary" })}>
        <Plus aria-hidden />
        New rule
      </MenuTrigger>
      <MenuContent className="max-w-80">
        <Choice label="Empty rule" note="Every condition is open until you set it." onSelect={onEmpty} />
        <MenuSeparator />
        {templates.map(({ name, title, note }) => (
          <Choice
            key={name}
            label={title}
            note={note}
            onSelect={() => {
              onTask(name);
            }}
          />
        ))}
      </MenuContent>
    </Menu>
  );
}

function Choice({ label, note, onSelect }: { label: string; note: string; onSelect: () => void }) {
  return (
    <MenuItem className="h-auto flex-col items-start gap-0 py-1.5 pl-3" onSelect={onSelect}>
      <span className="font-medium">{label}</span>
      <span className="text-2xs text-ink-faint">{note}</span>
    </MenuItem>
  );
}

type RuleQuestionProps = {
  rule: RuleRow;
  act: "toggle" | "delete";
  onClose: (edited?: Edited) => void;
};

/** Asks before a rule is switched or deleted. */
export function RuleQuestion({ rule, act, onClose }: RuleQuestionProps) {
  const { id, rowVersion, enabled, alias, sentence } = rule;
  const name = alias ?? `rule ${String(id)}`;
  const key = { entity: "rule", key: { id }, rowVersion };
  if (act === "delete") {
    return (
      <QuickEdit
        title={`Delete ${name}`}
        verb="Delete now"
        operations={[{ ...key, action: "delete" }]}
        onClose={onClose}
      >
        <p className="pb-1">{sentence}</p>
        <p className="text-xs text-ink-soft">
          Its clients go on to the rules below. Audit can bring it back as it was.
        </p>
      </QuickEdit>
    );
  }
  return (
    <QuickEdit
      title={`Switch ${enabled ? "off" : "on"} ${name}`}
      verb={enabled ? "Switch off now" : "Switch on now"}
      operations={[{ ...key, action: "update", fields: { enabled: !enabled } }]}
      onClose={onClose}
    >
      <p className="pb-1">{sentence}</p>
      <p className="text-xs text-ink-soft">
        {enabled ? "Its clients go on to the rules below." : "It is tried again, in its place."}
      </p>
    </QuickEdit>
  );
}
