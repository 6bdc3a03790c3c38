import { ruleFieldsSchema } from "./rule";
import type { Rule, RuleFields } from "./rule";

const texts = [
  "alias",
  "comment",
  "mapping",
  "fallbackMapping",
  "product",
  "channel",
  "version",
  "buildID",
  "buildTarget",
  "locale",
  "osVersion",
  "distribution",
  "distVersion",
  "instructionSet",
  "memory",
  "headerArchitecture",
] as const satisfies readonly (keyof RuleFields)[];

const flags = ["mig64", "jaws"] as const;

export type TextName = (typeof texts)[number];
export type Flag = "any" | "yes" | "no";

/** A rule as it is typed. Empty texts are conditions that are not set. */
export type RuleText = Record<TextName, string> &
  Record<(typeof flags)[number], Flag> & {
    enabled: boolean;
    updateType: RuleFields["updateType"];
    priority: string;
    backgroundRate: string;
  };

export const emptyRule: RuleText = toText(ruleFieldsSchema.parse({ priority: 0 }));

export function toText(rule: RuleFields): RuleText {
  const { enabled, updateType } = rule;
  return {
    ...(Object.fromEntries(texts.map((name) => [name, rule[name] ?? ""])) as Record<TextName, string>),
    ...(Object.fromEntries(flags.map((name) => [name, toFlag(rule[name])])) as Record<
      "mig64" | "jaws",
      Flag
    >),
    enabled,
    updateType,
    priority: String(rule.priority),
    backgroundRate: String(rule.backgroundRate),
  };
}

function toFlag(value: boolean | null): Flag {
  return value === null ? "any" : value ? "yes" : "no";
}

export type ReadRule =
  | { readonly fields: RuleFields; readonly errors: Readonly<Record<string, never>> }
  | { readonly fields: null; readonly errors: Readonly<Record<string, string>> };

const numberHelp: Readonly<Record<string, string>> = {
  priority: "Write a whole number from 0 to 1,000,000",
  backgroundRate: "Write a whole percentage from 0 to 100",
};

/** What was typed, read by the schema that the service reads it with. */
export function readText(text: RuleText): ReadRule {
  const given = {
    ...Object.fromEntries(texts.map((name) => [name, text[name] === "" ? null : text[name]])),
    ...Object.fromEntries(flags.map((name) => [name, fromFlag(text[name])])),
    enabled: text.enabled,
    updateType: text.updateType,
    priority: toNumber(text.priority),
    backgroundRate: toNumber(text.backgroundRate),
  };
  const parsed = ruleFieldsSchema.safeParse(given);
  if (parsed.success) return { fields: parsed.data, errors: {} };
  const errors: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) {
    const name = String(path[0]);
    errors[name] ??= numberHelp[name] ?? message;
  }
  return { fields: null, errors };
}

function fromFlag(flag: Flag): boolean | null {
  return flag === "any" ? null : flag === "yes";
}

function toNumber(text: string): number {
  return /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN;
}

/** What makes of the rule what was typed; null when nothing does. @param alsoSaid fields that a draft sets already */
export function ruleOperation(
  rule: Rule | null,
  fields: RuleFields,
  alsoSaid: readonly string[] = [],
): Record<string, unknown> | null {
  if (!rule) return { entity: "rule", action: "create", value: fields };
  const names = (Object.keys(fields) as (keyof RuleFields)[]).filter(
    (name) => fields[name] !== rule[name] || alsoSaid.includes(name),
  );
  if (names.length === 0) return null;
  return {
    entity: "rule",
    action: "update",
    key: { id: rule.id },
    rowVersion: rule.rowVersion,
    fields: Object.fromEntries(names.map((name) => [name, fields[name]])),
  };
}
