import { ChevronRight } from "lucide-react";

import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { fieldChanges } from "@/lib/audit/field-changes";
import type { Meaning } from "@/lib/audit/meaning";

import { FieldChanges } from "./field-table";
import { MeaningList } from "./meaning-list";
import { RawRow } from "./raw-row";
import { actionOf, entityInWords, rowLink } from "./words";
import type { RowAction } from "./words";

export type ShownEntry = {
  entity: string;
  key: string;
  /** The whole row; null when it was created. */
  before: unknown;
  /** The whole row; null when it was deleted. */
  after: unknown;
  /** The row in words, where it has any. */
  says?: { before: string | null; after: string | null };
  /** What it means for clients, most telling first. */
  means?: readonly Meaning[];
};

const tones: Record<RowAction, Tone> = { created: "good", changed: "accent", deleted: "bad" };

/** One row of a revision: what it is, and each field before and after. */
export function EntryDiff({ entry }: { entry: ShownEntry }) {
  const action = actionOf(entry);
  const link = action === "deleted" ? null : rowLink(entry.entity, entry.key);
  const name = `${entityInWords(entry.entity)} ${entry.entity === "settings" ? "" : entry.key}`;
  return (
    <article aria-label={`${name} ${action}`} className="border-b border-line last:border-b-0">
      <header className="flex flex-wrap items-center gap-2 px-3 pt-2.5 pb-1.5">
        <Badge tone={tones[action]}>{action}</Badge>
        <h3 className="text-sm font-medium">
          <span className="text-ink-soft">{entityInWords(entry.entity)}</span>{" "}
          {link === null ? (
            entry.key
          ) : (
            <Link href={link} className="link">
              {entry.key}
            </Link>
          )}
        </h3>
      </header>
      {entry.means && <MeaningList meanings={entry.means} />}
      {entry.says && <Sentences says={entry.says} />}
      <div className="px-3 pb-3">
        <Fields entry={entry} name={name} action={action} />
        <RawRow before={entry.before} after={entry.after} />
      </div>
    </article>
  );
}

/** A sentence says all of a rule that comes or goes: its fields are one step away. */
function Fields({ entry, name, action }: { entry: ShownEntry; name: string; action: RowAction }) {
  const changes = fieldChanges(entry.before, entry.after);
  const table = <FieldChanges caption={`Fields of ${name}`} action={action} changes={changes} />;
  if (action === "changed" || !(entry.says?.after ?? entry.says?.before)) return table;
  return (
    <details className="group text-xs">
      <summary className="mb-1 inline-flex items-center gap-1 rounded-xs text-ink-soft hover:text-ink">
        <ChevronRight aria-hidden className="size-3.5 group-open:rotate-90" />
        Field by field
      </summary>
      {table}
    </details>
  );
}

function Sentences({ says: { before, after } }: { says: NonNullable<ShownEntry["says"]> }) {
  return (
    <div className="px-3 pb-2 text-sm">
      {before !== null && before !== after && <p className="text-ink-faint line-through">{before}</p>}
      {after !== null && <p>{after}</p>}
    </div>
  );
}
