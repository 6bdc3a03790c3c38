import { pointerTo } from "@/lib/configuration/finding";

/** NUL and halves of surrogate pairs: JSON can say them, but the database keeps no text that holds them. */
const unstorable = /[\0\p{Surrogate}]/u;

/** Where in a JSON value there is text that cannot be stored, as a pointer below `base`; null if nowhere. */
export function findUnstorable(value: unknown, base: string): string | null {
  if (typeof value === "string") return unstorable.test(value) ? base : null;
  if (typeof value !== "object" || value === null) return null;
  for (const [name, part] of Object.entries(value)) {
    const pointer = unstorable.test(name) ? "" : findUnstorable(part, "");
    if (pointer !== null) return pointerTo(base, [name]) + pointer;
  }
  return null;
}
