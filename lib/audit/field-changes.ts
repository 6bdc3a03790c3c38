/** One field of a row, before and after. Undefined: it was not there. */
export type FieldChange = {
  /** From the row inwards: ["content", "attributes", "appVersion"]. */
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
};

/**
 * What became of a row, field by field. Of a new or deleted row, the fields that say something: those that are
 * neither null nor empty.
 *
 * @param before the whole row; null when it was created
 * @param after the whole row; null when it was deleted
 */
export function fieldChanges(before: unknown, after: unknown): FieldChange[] {
  const changes = compare([], before ?? undefined, after ?? undefined);
  return before === null || after === null
    ? changes.filter((change) => !isEmpty(change.before ?? change.after))
    : changes;
}

function compare(path: readonly string[], before: unknown, after: unknown): FieldChange[] {
  if (before === after || (isEmpty(before) && isEmpty(after) && sameKind(before, after))) return [];
  const [old, young] = [fieldsOf(before), fieldsOf(after)];
  if (old === null || young === null || (Object.keys(old).length === 0 && Object.keys(young).length === 0)) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
  }
  const names = new Set([...Object.keys(old), ...Object.keys(young)]);
  return [...names].flatMap((name) => compare([...path, name], old[name], young[name]));
}

/** What is inside; nothing inside where there is nothing; null for values that are shown whole. */
function fieldsOf(value: unknown): Record<string, unknown> | null {
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null) return null;
  if (!Array.isArray(value)) return value as Record<string, unknown>;
  // A list of names reads best as a whole; a list of objects, item by item.
  const items: readonly unknown[] = value;
  return items.some((item) => typeof item === "object") ? Object.fromEntries(items.entries()) : null;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function sameKind(a: unknown, b: unknown): boolean {
  return (a ?? null) === (b ?? null) || (typeof a === "object" && typeof b === "object");
}
