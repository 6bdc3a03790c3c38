import { z } from "zod";

import type { Entity } from "@/lib/changes/operation";
import { keyOf, type Stored } from "@/lib/changes/row";
import {
  allowedDomainSchema,
  channelSchema,
  pinSchema,
  productSchema,
  settingsSchema,
  shutOffSchema,
} from "@/lib/configuration/configuration";
import type { CurrentRows } from "@/lib/configuration/diff";
import { invariantSchema } from "@/lib/invariants/invariant";
import { releaseSchema } from "@/lib/releases/release";
import { ruleSchema } from "@/lib/rules/rule";

/** The kinds of rows that decide what clients get: what an export has, and what is restored to a time. */
export const configurationEntities = [
  "settings",
  "product",
  "channel",
  "allowedDomain",
  "release",
  "build",
  "rule",
  "pin",
  "shutOff",
  "invariant",
] as const satisfies readonly Entity[];

export type ConfigurationEntity = (typeof configurationEntities)[number];

/** A row as an entry of the record has it, whole. */
export type RecordedRow = { readonly entity: string; readonly key: string; readonly row: unknown };

const version = { rowVersion: z.int() };
const schemas: Readonly<Record<string, z.ZodType>> = {
  settings: settingsSchema.extend(version),
  product: productSchema.extend(version),
  channel: channelSchema.extend(version),
  allowedDomain: allowedDomainSchema.extend(version),
  release: releaseSchema.extend(version),
  rule: ruleSchema.extend(version),
  pin: pinSchema.extend(version),
  shutOff: shutOffSchema.extend(version),
  invariant: invariantSchema.extend(version),
};

/**
 * A recorded row as it would be stored today: fields that it did not have yet get their defaults. Builds, of which
 * there may be a hundred thousand, are taken as they are; so is what today's rules would no longer let in.
 */
export function readRecordedRow(entity: string, row: unknown): Stored | null {
  if (row === null) return null;
  const parsed = schemas[entity]?.safeParse(row);
  return (parsed?.success ? parsed.data : row) as Stored;
}

/** Recorded rows by their kind. Kinds that are no part of the configuration are left out. */
export function collectRows(recorded: Iterable<RecordedRow>): CurrentRows {
  const rows = Object.fromEntries(configurationEntities.map((entity) => [entity, [] as Stored[]]));
  for (const { entity, row } of recorded) {
    const stored = readRecordedRow(entity, row);
    if (stored) rows[entity]?.push(stored);
  }
  return rows as unknown as CurrentRows;
}

/** The rows as they were before all of these changes. */
export function rowsBefore(
  now: CurrentRows,
  changes: readonly { readonly entity: string; readonly key: string; readonly before: unknown }[],
): CurrentRows {
  const changed = new Set(changes.map(({ entity, key }) => `${entity} ${key}`));
  const before = collectRows(changes.map(({ entity, key, before: row }) => ({ entity, key, row })));
  return Object.fromEntries(
    configurationEntities.map((entity) => [
      entity,
      [
        ...(now[entity] as readonly Stored[]).filter(
          (row) => !changed.has(`${entity} ${keyOf(entity, row as never)}`),
        ),
        ...before[entity],
      ],
    ]),
  ) as unknown as CurrentRows;
}
