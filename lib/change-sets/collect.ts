import type { Operation } from "@/lib/changes/operation";
import { keyOfOperation } from "@/lib/changes/row";

/** What a list of operations becomes when more are collected in it. */
export type Collected = {
  readonly operations: readonly Operation[];
  /** Where in the list each of the added ones went; null: it and what it took back are gone. */
  readonly places: readonly (number | null)[];
};

/**
 * Adds operations to those that were collected before, so that each row is spoken of once: later fields win, a
 * deletion takes the place of a change, and deleting what was only going to be created takes it back.
 */
export function collectOperations(before: readonly Operation[], added: readonly Operation[]): Collected {
  const list: (Operation | null)[] = [...before];
  const slots = added.map((operation) => {
    const at = list.findIndex((other) => other !== null && isSameRow(other, operation));
    const earlier = list[at] ?? null;
    if (!earlier) return list.push(operation) - 1;
    list[at] = joined(earlier, operation);
    return at;
  });
  const kept = list
    .map((operation, slot) => ({ operation, slot }))
    .filter(({ operation }) => operation !== null);
  const places = slots.map((slot) => {
    const place = kept.findIndex((one) => one.slot === slot);
    return place === -1 ? null : place;
  });
  return { operations: kept.flatMap(({ operation }) => operation ?? []), places };
}

function isSameRow(a: Operation, b: Operation): boolean {
  const key = keyOfOperation(a);
  return a.entity === b.entity && key !== null && key === keyOfOperation(b);
}

function joined(earlier: Operation, later: Operation): Operation | null {
  if (earlier.action === "create") return onCreated(earlier, later);
  if (earlier.action !== "update" || later.action !== "update") return later;
  const fields = { ...earlier.fields, ...later.fields };
  // Who says every field anew has seen the row as it is now; else what was said of it before still counts.
  const isSaidAnew = Object.keys(earlier.fields).every((name) => name in later.fields);
  const { rowVersion } = isSaidAnew ? later : earlier;
  return { ...later, rowVersion, fields } as Operation;
}

function onCreated(earlier: Operation & { action: "create" }, later: Operation): Operation | null {
  switch (later.action) {
    case "create":
      return later;
    case "update":
      return { ...earlier, value: { ...earlier.value, ...later.fields } } as Operation;
    case "delete":
      return null;
  }
}
