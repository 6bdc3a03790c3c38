/** How the row of something looks that the reader's draft makes or deletes. */
export function fateLook(fate: "new" | "deleted" | null | undefined): string | undefined {
  if (fate === "new") return "[&>td:first-child]:border-l-2 [&>td:first-child]:border-l-accent";
  if (fate === "deleted") return "[&>td]:line-through [&>td]:text-ink-faint";
  return undefined;
}
