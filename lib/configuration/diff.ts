import { isDeepStrictEqual } from "node:util";

import type { z } from "zod";

import type { ConfiguredEntity, Operation } from "@/lib/changes/operation";
import type { PlacedOperation } from "@/lib/changes/plan";
import { configuredEntities, keyOf, type Stored } from "@/lib/changes/row";
import type { InputError } from "@/lib/errors";
import { invariantSchema } from "@/lib/invariants/invariant";
import { buildSchema, releaseSchema } from "@/lib/releases/release";
import { ruleFieldsSchema } from "@/lib/rules/rule";

import { allowedDomainSchema, channelSchema, pinSchema, productSchema, shutOffSchema } from "./configuration";
import { matchRules } from "./match-rules";
import { pointerTo } from "./finding";
import type { PartialConfiguration } from "./partial";

/** Every row there is, in no order. */
export type CurrentRows = { readonly [E in ConfiguredEntity]: readonly Stored<E>[] };

/** "replace": what the target does not name is deleted. "merge": it stays. */
export type Mode = "replace" | "merge";

export type Difference = {
  readonly operations: readonly PlacedOperation[];
  /** How many rows are equal already. */
  readonly unchanged: Readonly<Record<ConfiguredEntity, number>>;
  readonly errors: readonly InputError[];
};

type Fields = Readonly<Record<string, unknown>>;
/** A row as the target gives it, and where. */
type Given = { readonly fields: Fields; readonly pointer: string };
type Collected = {
  operations: PlacedOperation[];
  unchanged: Record<ConfiguredEntity, number>;
  errors: InputError[];
  /** Rows that the target does not name. */
  left: Map<ConfiguredEntity, readonly Stored[]>;
};

/** Fills in what a new row leaves out. */
const schemas = {
  product: productSchema,
  channel: channelSchema,
  allowedDomain: allowedDomainSchema,
  release: releaseSchema,
  build: buildSchema.extend({ release: releaseSchema.shape.name }),
  rule: ruleFieldsSchema.extend({ id: ruleFieldsSchema.shape.priority.optional() }),
  pin: pinSchema,
  shutOff: shutOffSchema,
  invariant: invariantSchema,
} as const satisfies Record<Exclude<ConfiguredEntity, "settings">, z.ZodType>;

/**
 * The operations that turn the configuration into the target, or merge the target into it.
 *
 * @param base where in the input the target is, as a JSON pointer
 */
export function diffConfiguration(
  current: CurrentRows,
  target: PartialConfiguration,
  { mode, base }: { mode: Mode; base: string },
): Difference {
  const collected: Collected = {
    operations: [],
    unchanged: Object.fromEntries(configuredEntities.map((entity) => [entity, 0])) as Record<
      ConfiguredEntity,
      number
    >,
    errors: [],
    left: new Map(),
  };
  const given = givenRows(current, target, base);
  for (const entity of configuredEntities) diffRows(entity, current[entity], given[entity], collected);
  if (mode === "replace") collected.operations.push(...deletions(collected.left));
  return collected;
}

function givenRows(current: CurrentRows, target: PartialConfiguration, base: string) {
  const at = (name: string, rows: readonly Fields[]): Given[] =>
    rows.map((fields, index) => ({ fields, pointer: pointerTo(base, [name, index]) }));
  const rules = at("rules", target.rules);
  const ids = matchRules(current.rule, target.rules);
  return {
    settings: [{ fields: target.settings, pointer: `${base}/settings` }],
    product: at("products", target.products),
    channel: at("channels", target.channels),
    allowedDomain: at("allowedDomains", target.allowedDomains),
    release: at(
      "releases",
      target.releases.map(({ builds, ...release }) => release),
    ),
    build: target.releases.flatMap(({ name, builds }, index) =>
      builds.map((build, place) => ({
        fields: { ...build, release: name },
        pointer: pointerTo(base, ["releases", index, "builds", place]),
      })),
    ),
    rule: rules.map(({ fields, pointer }, index) => {
      const id = ids[index] ?? null;
      return { fields: id === null ? fields : { ...fields, id }, pointer };
    }),
    pin: at("pins", target.pins),
    shutOff: at("shutOffs", target.shutOffs),
    invariant: at(
      "invariants",
      target.invariants ?? current.invariant.map(({ rowVersion: _, ...row }) => row),
    ),
  } satisfies Record<ConfiguredEntity, Given[]>;
}

function diffRows(
  entity: ConfiguredEntity,
  current: readonly Stored[],
  given: readonly Given[],
  collected: Collected,
): void {
  const rows = new Map(current.map((row) => [keyOf(entity, row as never), row]));
  const seen = new Set<string>();
  for (const { fields, pointer } of given) {
    const key = keyOfGiven(entity, fields);
    if (key !== null && seen.has(key)) {
      const detail = `The ${entity} "${key}" is given twice: leave one out`;
      collected.errors.push({ pointer, detail });
      continue;
    }
    if (key !== null) seen.add(key);
    const row = key === null ? undefined : rows.get(key);
    if (!row) create(entity, { fields, pointer }, collected);
    else if (isUnchanged(row, fields)) collected.unchanged[entity] += 1;
    else collected.operations.push({ operation: update(entity, row, fields), pointer });
  }
  for (const key of seen) rows.delete(key);
  collected.left.set(entity, [...rows.values()]);
}

/** A new rule has no key yet. */
function keyOfGiven(entity: ConfiguredEntity, fields: Fields): string | null {
  return entity === "rule" && fields["id"] === undefined ? null : keyOf(entity, fields as never);
}

function isUnchanged(row: Stored, fields: Fields): boolean {
  const known: Fields = row;
  return Object.entries(fields).every(
    ([name, value]) => value === undefined || isDeepStrictEqual(value, known[name]),
  );
}

function create(
  entity: ConfiguredEntity,
  { fields, pointer }: Given,
  { operations, errors }: Collected,
): void {
  if (entity === "settings") throw new Error("The settings have lost their row");
  const parsed = schemas[entity].safeParse(fields);
  if (parsed.success) {
    operations.push({ operation: { entity, action: "create", value: parsed.data } as Operation, pointer });
    return;
  }
  for (const { path, message } of parsed.error.issues) {
    errors.push({ pointer: pointerTo(pointer, path.map(String)), detail: message });
  }
}

function update(entity: ConfiguredEntity, row: Stored, fields: Fields): Operation {
  return {
    entity,
    action: "update",
    key: keyFields(entity, row),
    rowVersion: row.rowVersion,
    fields,
  } as Operation;
}

function remove(entity: ConfiguredEntity, row: Stored): PlacedOperation {
  const key = keyFields(entity, row);
  const operation = { entity, action: "delete", key, rowVersion: row.rowVersion } as Operation;
  return { operation, pointer: "" };
}

const keyNames: Readonly<Record<ConfiguredEntity, readonly string[]>> = {
  settings: [],
  product: ["name"],
  channel: ["product", "name"],
  allowedDomain: ["host", "pathPattern"],
  release: ["name"],
  build: ["release", "buildTarget", "locale"],
  rule: ["id"],
  pin: ["product", "channel", "version"],
  shutOff: ["product", "channel", "buildTarget", "version", "locale"],
  invariant: ["name"],
};

function keyFields(entity: ConfiguredEntity, row: Fields): Fields {
  return Object.fromEntries(keyNames[entity].map((name) => [name, row[name]]));
}

/** What the target does not name. The builds of a release that goes away go with it. */
function deletions(left: ReadonlyMap<ConfiguredEntity, readonly Stored[]>): PlacedOperation[] {
  const gone = new Set(left.get("release")?.map((row) => keyOf("release", row as Stored<"release">)));
  return [...left].flatMap(([entity, rows]) =>
    rows
      .filter((row) => entity !== "build" || !gone.has((row as Stored<"build">).release))
      .map((row) => remove(entity, row)),
  );
}
