import type { Grant } from "@/lib/access/role";
import { everything } from "@/lib/configuration/configuration";
import type { Demand } from "@/lib/policies/policy";

type Kinds =
  /** `empty`: what an empty text stands for. */
  | { readonly kind: "text"; readonly empty: null | "" }
  | { readonly kind: "number" }
  | {
      readonly kind: "choice";
      readonly options: readonly { value: string; label: string }[];
      readonly isWide?: boolean;
    }
  | { readonly kind: "tick" }
  /** One a line, or with commas between. */
  | { readonly kind: "list"; readonly suggestions?: readonly string[] }
  | { readonly kind: "grants"; readonly products: readonly string[] }
  /** How many of each role have to sign; null: as many as elsewhere. */
  | { readonly kind: "demand" };

/** One field of a row, as a form shows it. */
export type FieldSpec = Kinds & {
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  /** It is part of the row's key: set once. */
  readonly isKey?: boolean;
};

/** What holds for one of the products, or for every one. */
export function productChoices(products: readonly string[]): readonly { value: string; label: string }[] {
  return [
    { value: everything, label: "every product" },
    ...products.map((value) => ({ value, label: value })),
  ];
}

export type Row = Readonly<Record<string, unknown>>;
/** What is typed, by the field's name. */
export type TypedRow = Readonly<Record<string, TypedValue>>;
export type TypedValue = string | boolean | readonly Grant[] | TypedDemand | null;

export const demandNames = ["drivers", "managers", "admins"] as const;
export type TypedDemand = Readonly<Record<(typeof demandNames)[number], string>>;

export function textOf(value: TypedValue | undefined): string {
  return typeof value === "string" ? value : "";
}

export function typedFrom(specs: readonly FieldSpec[], row: Row): TypedRow {
  return Object.fromEntries(specs.map((spec) => [spec.name, typedValue(spec, row[spec.name])]));
}

function typedValue({ kind }: FieldSpec, value: unknown): TypedValue {
  switch (kind) {
    case "tick":
      return value === true;
    case "grants":
      return value as readonly Grant[];
    case "demand":
      return value ? typedDemand(value as Demand) : null;
    case "list":
      return (value as readonly string[]).join("\n");
    case "text":
    case "choice":
    case "number":
      return lineOf(value);
  }
}

function lineOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function typedDemand(demand: Demand): TypedDemand {
  const { drivers, managers, admins } = demand;
  return { drivers: String(drivers), managers: String(managers), admins: String(admins) };
}

/** What was typed, as the row's fields; and what no field can be. */
export function readTyped(
  specs: readonly FieldSpec[],
  typed: TypedRow,
): { row: Row; errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const entries = specs.map((spec) => {
    const value = typed[spec.name];
    const numbers = numbersIn(spec, value);
    if (!numbers.every((text) => /^\d+$/.test(text))) {
      errors[spec.name] = numbers.length > 1 ? "Write whole numbers" : "Write a whole number";
    }
    return [spec.name, readValue(spec, value)] as const;
  });
  return { row: Object.fromEntries(entries), errors };
}

function numbersIn({ kind }: FieldSpec, value: TypedValue | undefined): readonly string[] {
  if (kind === "number") return [textOf(value)];
  return kind === "demand" && value ? demandNames.map((name) => (value as TypedDemand)[name]) : [];
}

function readValue(spec: FieldSpec, value: TypedValue | undefined): unknown {
  switch (spec.kind) {
    case "text":
      return value === "" ? spec.empty : value;
    case "number":
      return Number(value);
    case "demand":
      return value ? readDemand(value as TypedDemand) : null;
    case "list":
      return textOf(value)
        .split(/[\n,]/)
        .map((item) => item.trim())
        .filter(Boolean);
    case "choice":
    case "tick":
    case "grants":
      return value;
  }
}

function readDemand({ drivers, managers, admins }: TypedDemand): Demand {
  return { drivers: Number(drivers), managers: Number(managers), admins: Number(admins) };
}

/** What makes of a stored row what was typed; null when nothing does. Without a stored row: what creates one. */
export function rowOperation(
  entity: string,
  { specs, base, row }: { specs: readonly FieldSpec[]; base: Row | null; row: Row },
): Record<string, unknown> | null {
  if (!base) return { entity, action: "create", value: row };
  const fields = Object.fromEntries(
    Object.entries(row).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(base[name])),
  );
  if (Object.keys(fields).length === 0) return null;
  return { entity, action: "update", key: keyOf(specs, base), rowVersion: base["rowVersion"], fields };
}

export function keyOf(specs: readonly FieldSpec[], base: Row): Row {
  const names = specs.filter(({ isKey }) => isKey === true).map(({ name }) => name);
  return Object.fromEntries(names.map((name) => [name, base[name]]));
}
