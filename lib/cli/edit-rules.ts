import type { Command } from "commander";

import type { Operation } from "@/lib/changes/operation";
import { ruleName } from "@/lib/rules/channel";
import type { Rule } from "@/lib/rules/rule";
import { ruleSentence, type NamedReleases } from "@/lib/rules/sentence";

import { submitChangeSet, type ChangeSet } from "./change-set";
import { connect } from "./client";
import { said } from "./conflict";
import { findRule } from "./read-rules";
import type { CommandGroups } from "./registration";
import { fieldOptions, readFields, type FieldsToSet } from "./rule-fields";
import { timedOptions, type TimedOptions } from "./change-options";

type Fields = FieldsToSet & { enabled?: boolean };

/** `aus rules set`, `enable`, `disable` and `delete`. */
export function registerRuleEdits({ io, run }: CommandGroups, rules: Command): void {
  const edit = (name: string, description: string) =>
    timedOptions(rules.command(name).description(description).argument("<rule>", "its id or alias"));
  const change = async (name: string, plan: (rule: Rule) => ChangeSet, options: TimedOptions) => {
    const client = connect(io);
    return submitChangeSet(io, client, plan(await findRule(client, name)), options);
  };
  fieldOptions(edit("set", "set or clear fields of a rule")).action(
    run((name: string, options: TimedOptions & Record<string, unknown>) => {
      const fields = readFields(options);
      return change(name, (rule) => setFields(rule, fields), options);
    }),
  );
  edit("enable", "let a rule decide again").action(
    run((name: string, options: TimedOptions) =>
      change(name, (rule) => setFields(rule, { enabled: true }), options),
    ),
  );
  edit("disable", "keep a rule, but let it decide nothing").action(
    run((name: string, options: TimedOptions) =>
      change(name, (rule) => setFields(rule, { enabled: false }), options),
    ),
  );
  edit("delete", "delete a rule").action(
    run((name: string, options: TimedOptions) => change(name, deletion, options)),
  );
}

/** The change of a rule as it was just read: if it moves on before that, this is a conflict. */
export function setFields(rule: Rule, fields: Fields, releases: NamedReleases = {}): ChangeSet {
  const operation: Operation = {
    entity: "rule",
    action: "update",
    key: { id: rule.id },
    rowVersion: rule.rowVersion,
    fields,
  };
  const changed = (Object.keys(fields) as (keyof Fields)[]).filter((name) => rule[name] !== fields[name]);
  const after = { ...rule, ...fields } as Rule;
  return {
    operations: () => [operation],
    names: [`rule ${rule.id}`],
    lines: [
      `${ruleName(rule)}:`,
      ...changed.map((name) => `  ${name}: ${said(rule[name])} → ${said(fields[name])}`),
      `Before: ${ruleSentence(rule, releases)}`,
      `After:  ${ruleSentence(after, releases)}`,
    ],
    question: `Change ${ruleName(rule)}?`,
    about: { rule: rule.id },
  };
}

function deletion(rule: Rule): ChangeSet {
  const { id, rowVersion } = rule;
  return {
    operations: () => [{ entity: "rule", action: "delete", key: { id }, rowVersion }],
    names: [`rule ${id}`],
    lines: [`${ruleName(rule)} is deleted: ${ruleSentence(rule)}`],
    question: `Delete ${ruleName(rule)}?`,
    about: { rule: id },
  };
}
