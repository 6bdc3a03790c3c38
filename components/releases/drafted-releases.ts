import type { PendingEdit } from "@/components/drafts/editing";
import type { ListedFields, ReleaseRow, ReleasesAsked } from "@/lib/overview/release-list";
import { fitsAsked } from "@/lib/overview/release-list";

/** A release as its row shows it. */
export type DraftedRow = ReleaseRow & {
  readonly isComing?: never;
  /** What the reader's draft makes of it; null: the draft does not touch it. */
  readonly drafted: ListedFields | null;
  /** What the draft does to the release itself. */
  readonly fate: "new" | "deleted" | null;
};

/** A row whose turn has come before it was there. */
export type ComingRow = {
  readonly isComing: true;
  readonly name: string;
  readonly product: string;
  readonly fate?: never;
};

export type ShownRow = DraftedRow | ComingRow;

/** The rows with what the reader's draft makes of them. New ones that fit what is asked for come first in their product. */
export function withDraft(
  rows: readonly (ReleaseRow | ComingRow)[],
  edits: readonly PendingEdit[],
  asked: ReleasesAsked,
): readonly ShownRow[] {
  const own = edits.filter(({ entity }) => entity === "release");
  const shown = rows.map((row) => ("isComing" in row ? row : storedRow(row, own)));
  const added = own.flatMap(newRow).filter((row) => fitsAsked(row, asked));
  for (const row of added.reverse()) shown.splice(placeFor(row, shown, asked), 0, row);
  return shown;
}

function storedRow(row: ReleaseRow, edits: readonly PendingEdit[]): DraftedRow {
  const touching = edits.filter(({ key }) => key === row.name);
  const listed = touching.flatMap(({ action, listed }) => (action === "update" && listed ? [listed] : []));
  return {
    ...row,
    drafted: listed.length > 0 ? listed.reduce((all, one) => ({ ...all, ...one })) : null,
    fate: touching.some(({ action }) => action === "delete") ? "deleted" : null,
  };
}

function newRow({ action, key, listed }: PendingEdit): DraftedRow[] {
  if (action !== "create" || key === null || !listed) return [];
  const { product = "", kind = "application", version = null, readOnly = false, comment = null } = listed;
  const own = { name: key, product, kind, version, readOnly, comment };
  return [{ ...own, builds: 0, rules: [], mapped: 0, drafted: null, fate: "new" }];
}

/** A product without releases comes last; in an order of one's own what is new comes first. */
function placeFor({ product }: DraftedRow, rows: readonly ShownRow[], { sort }: ReleasesAsked): number {
  const first = sort === "" ? rows.findIndex((row) => row.product === product) : 0;
  return first === -1 ? rows.length : first;
}
