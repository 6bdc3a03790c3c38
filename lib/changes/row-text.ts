import { canonicalize } from "json-canonicalize";

import { packBuild } from "@/lib/releases/packed";

import type { Entity } from "./operation";
import type { RowChange, Stored } from "./row";

/** A row as canonical JSON; "null" where there is none. */
export type RowText = {
  /** As the hash of its revision covers it. */
  readonly whole: string;
  /** As it is written. */
  readonly packed: string;
};

/** A row change with the texts of its rows. */
export type WrittenChange = {
  readonly change: RowChange;
  readonly before: RowText;
  readonly after: RowText;
};

export function writeOut(change: RowChange): WrittenChange {
  const { before, after } = change;
  return { change, before: textOf(change.entity, before), after: textOf(change.entity, after) };
}

function textOf(entity: Entity, row: Stored | null): RowText {
  const whole = canonicalize(row);
  if (entity !== "build" || row === null) return { whole, packed: whole };
  return { whole, packed: canonicalize(packBuild(row as Stored<"build">)) };
}
