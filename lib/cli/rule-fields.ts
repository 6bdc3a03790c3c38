import { Option, type Command } from "commander";

import { ruleFieldsSchema, type RuleFields } from "@/lib/rules/rule";

import { misuse } from "./failure";

type Field = Exclude<keyof RuleFields, "enabled">;
/** Null clears. */
export type FieldsToSet = { -readonly [Name in Field]?: RuleFields[Name] };

const fields = (Object.keys(ruleFieldsSchema.shape) as (keyof RuleFields)[]).filter(
  (name): name is Field => name !== "enabled",
);
const numbers: readonly Field[] = ["priority", "backgroundRate"];
const flags: readonly Field[] = ["mig64", "jaws"];

/** `buildID` → `build-id`. */
function optionName(field: Field): string {
  return field.replace(/[A-Z]+/g, (capitals) => `-${capitals.toLowerCase()}`);
}

/** An option for every field of a rule, and `--clear`. */
export function fieldOptions(command: Command): Command {
  for (const field of fields) command.addOption(optionOf(field));
  return command.addOption(
    new Option("--clear <field>", "make a field say nothing; may be given several times").argParser(
      (field: string, before: string[] | undefined) => [...(before ?? []), field],
    ),
  );
}

function optionOf(field: Field): Option {
  const value = numbers.includes(field) ? "number" : flags.includes(field) ? "true|false" : "text";
  return new Option(`--${optionName(field)} <${value}>`);
}

/** @throws Failure that names the option and what is wrong with it */
export function readFields(options: Readonly<Record<string, unknown>>): FieldsToSet {
  const set = fields.flatMap((field): [Field, unknown][] => {
    const given = options[optionOf(field).attributeName()];
    return typeof given === "string" ? [[field, readValue(field, given)]] : [];
  });
  const cleared = ((options["clear"] as string[] | undefined) ?? []).map((name) => readCleared(name));
  const twice = cleared.find((field) => set.some(([name]) => name === field));
  if (twice !== undefined) throw misuse(`--${optionName(twice)} is both set and cleared: give one of them.`);
  const found = [...set, ...cleared.map((field) => [field, null] as const)];
  if (found.length === 0) throw misuse("Nothing is to be set: give a field, for example --mapping RELEASE.");
  return Object.fromEntries(found);
}

function readValue(field: Field, text: string): unknown {
  if (text === "") {
    throw misuse(
      `--${optionName(field)} is empty: to make it say nothing, use --clear ${optionName(field)}.`,
    );
  }
  const parsed = ruleFieldsSchema.shape[field].safeParse(toValue(field, text));
  if (parsed.success) return parsed.data;
  throw misuse(`--${optionName(field)} "${text}": ${parsed.error.issues[0]?.message ?? "is not valid"}`);
}

function toValue(field: Field, text: string): unknown {
  if (numbers.includes(field) && /^\d+$/.test(text)) return Number(text);
  if (flags.includes(field) && /^(true|false)$/.test(text)) return text === "true";
  return text;
}

function readCleared(name: string): Field {
  const field = fields.find((one) => one === name || optionName(one) === name);
  if (field === undefined) {
    throw misuse(`--clear ${name}: a rule has no such field. It has ${fields.map(optionName).join(", ")}.`);
  }
  if (ruleFieldsSchema.shape[field].safeParse(null).success) return field;
  throw misuse(`--clear ${name}: this field always has a value; set it with --${optionName(field)}.`);
}
