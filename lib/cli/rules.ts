import { narrowerConditions, ruleName, servesChannel } from "@/lib/rules/channel";
import { conditionNames, type Rule } from "@/lib/rules/rule";
import { ruleSentence } from "@/lib/rules/sentence";

import { connect } from "./client";
import { exitStatus, type ExitStatus } from "./failure";
import type { Io } from "./io";
import { count, printJson, table } from "./output";
import { findRule, readRules } from "./read-rules";
import type { CommandGroups } from "./registration";
import { registerRuleEdits } from "./edit-rules";

type ListOptions = { product?: string; channel?: string; json?: true };

/** `aus rules …` */
export function registerRules(groups: CommandGroups): void {
  const { io, program, run } = groups;
  const rules = program.command("rules").description("show and change rules");
  rules
    .command("list")
    .description("the rules, in the order in which they are tried")
    .option("--product <name>", "those that clients of a product can match")
    .option("--channel <name>", "those that clients of a channel can match")
    .option("--json", "print the result as JSON")
    .action(run((options: ListOptions) => list(io, options)));
  rules
    .command("show")
    .description("one rule, in words and field by field")
    .argument("<rule>", "its id or alias")
    .option("--json", "print the result as JSON")
    .action(run((name: string, options: { json?: true }) => show(io, name, options)));
  registerRuleEdits(groups, rules);
}

async function list(io: Io, { product, channel, json }: ListOptions): Promise<ExitStatus> {
  const rules = (await readRules(connect(io))).filter(
    (rule) =>
      (product === undefined || rule.product === null || rule.product === product) &&
      (channel === undefined || servesChannel(rule, channel)),
  );
  if (json) printJson(io, { rules });
  else if (rules.length === 0) io.print("No rule.");
  else io.print(table(io, heads, rules.map(rowOf)));
  if (!json && io.interactive && rules.length > 0) io.print(count(rules.length, "rule"));
  return exitStatus.done;
}

const heads = [
  "id",
  "alias",
  "priority",
  "enabled",
  "product",
  "channel",
  "conditions",
  "mapping",
  "rate",
  "fallback",
];

function rowOf(rule: Rule): string[] {
  return [
    String(rule.id),
    rule.alias ?? "",
    String(rule.priority),
    rule.enabled ? "yes" : "no",
    rule.product ?? "",
    rule.channel ?? "",
    narrowerConditions(rule)
      .map(([name, value]) => `${name} ${String(value)}`)
      .join("; "),
    rule.mapping ?? "",
    `${rule.backgroundRate} %`,
    rule.fallbackMapping ?? "",
  ];
}

const shown = [
  "enabled",
  "priority",
  ...conditionNames,
  "mapping",
  "backgroundRate",
  "fallbackMapping",
  "updateType",
  "comment",
  "rowVersion",
] as const;

async function show(io: Io, name: string, { json }: { json?: true }): Promise<ExitStatus> {
  const rule = await findRule(connect(io), name);
  if (json) {
    printJson(io, rule);
    return exitStatus.done;
  }
  const rows = shown.flatMap((field) => (rule[field] === null ? [] : [[field, String(rule[field])]]));
  io.print(`${ruleName(rule)}: ${ruleSentence(rule)}`);
  io.print(table(io, ["field", "value"], rows));
  return exitStatus.done;
}
