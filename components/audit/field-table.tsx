import { classes } from "@/components/ui/classes";
import type { FieldChange } from "@/lib/audit/field-changes";

import type { RowAction } from "./words";

type FieldChangesProps = { caption: string; action: RowAction; changes: readonly FieldChange[] };

/** The row's own counter goes up with every change: it tells nothing. */
const withoutCounter = ({ path }: FieldChange) => path[0] !== "rowVersion";

/** Fields before and after; sign as well as colour. */
export function FieldChanges({ caption, action, changes }: FieldChangesProps) {
  return (
    <table className="w-full table-fixed border-separate border-spacing-0 text-xs">
      <caption className="sr-only">{caption}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Field</th>
          {action !== "created" && <th scope="col">Before</th>}
          {action !== "deleted" && <th scope="col">After</th>}
        </tr>
      </thead>
      <tbody>
        {changes.filter(withoutCounter).map((change) => (
          <tr key={change.path.join("/")}>
            <th
              scope="row"
              className="w-44 truncate py-0.5 pr-3 text-left align-top font-normal text-ink-soft"
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
