import Link from "next/link";

import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/badge";
import { classes } from "@/components/ui/classes";
import { fieldChanges } from "@/lib/audit/field-changes";
import type { FieldChange } from "@/lib/audit/field-changes";

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
};

const tones: Record<RowAction, Tone> = { created: "good", changed: "accent", deleted: "bad" };

/** The row's own counter goes up with every change: it tells nothing. */
const withoutCounter = ({ path }: FieldChange) => path[0] !== "rowVersion";

/** One row of a revision: what it is, and each field before and after. */
export function EntryDiff({ entry }: { entry: ShownEntry }) {
  const action = actionOf(entry);
  const changes = fieldChanges(entry.before, entry.after).filter(withoutCounter);
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
      {entry.says && <Sentences says={entry.says} />}
      <div className="overflow-x-auto px-3 pb-3">
        <table className="w-full table-fixed border-separate border-spacing-0 text-xs">
          <caption className="sr-only">Fields of {name}</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">Field</th>
              {action !== "created" && <th scope="col">Before</th>}
              {action !== "deleted" && <th scope="col">After</th>}
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.path.join("/")}>
                <th
                  scope="row"
                  className="w-52 truncate py-0.5 pr-3 text-left align-top font-normal text-ink-soft"
                  title={change.path.join(".")}
                >
                  {change.path.join(".")}
                </th>
                {action !== "created" && <Value sign="−" value={change.before} />}
                {action !== "deleted" && <Value sign="+" value={change.after} />}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </article>
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

function Value({ sign, value }: { sign: "+" | "−"; value: unknown }) {
  const isThere = value !== null && value !== undefined;
  return (
    <td
      className={classes(
        "px-2 py-0.5 align-top font-mono text-[0.6875rem] break-words",
        isThere && (sign === "+" ? "bg-good-fill text-good" : "bg-bad-fill text-bad"),
      )}
    >
      {isThere ? (
        <>
          <span aria-hidden className="mr-1.5 select-none">
            {sign}
          </span>
          {inWords(value)}
        </>
      ) : (
        <span className="font-sans text-ink-faint italic">nothing</span>
      )}
    </td>
  );
}

function inWords(value: unknown): string {
  if (typeof value === "string") return value === "" ? '""' : value;
  return JSON.stringify(value);
}
