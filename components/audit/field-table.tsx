import { classes } from "@/components/ui/classes";
import type { FieldChange } from "@/lib/audit/field-changes";

import { fieldInWords } from "./words";
import type { RowAction } from "./words";

type FieldChangesProps = { caption: string; action: RowAction; changes: readonly FieldChange[] };

/** Which row it is stands above, and its own counter goes up with every change: they tell nothing. */
const isTelling = ({ path: [name] }: FieldChange) => name !== "rowVersion" && name !== "id";

/** Fields before and after; sign as well as colour. */
export function FieldChanges({ caption, action, changes }: FieldChangesProps) {
  return (
    <table className="w-full table-fixed border-separate border-spacing-0 text-xs">
      <caption className="sr-only">{caption}</caption>
      <colgroup>
        <col className="w-44" />
        {action === "changed" && <col />}
        <col />
      </colgroup>
      <thead>
        <tr>
          <th scope="col" className="p-0">
            <span className="sr-only">Field</span>
          </th>
          {action !== "created" && <SideName>Before</SideName>}
          {action !== "deleted" && <SideName>After</SideName>}
        </tr>
      </thead>
      <tbody>
        {changes.filter(isTelling).map((change) => (
          <tr key={change.path.join("/")}>
            <th
              scope="row"
              className="truncate py-0.5 pr-3 text-left align-top font-normal text-ink-soft"
              title={change.path.join(".")}
            >
              {fieldInWords(change.path)}
            </th>
            {action !== "created" && <Value sign="−" value={change.before} />}
            {action !== "deleted" && <Value sign="+" value={change.after} />}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SideName({ children }: { children: string }) {
  return (
    <th scope="col" className="p-0">
      <span className="sr-only">{children}</span>
    </th>
  );
}

function Value({ sign, value }: { sign: "+" | "−"; value: unknown }) {
  const isThere = value !== null && value !== undefined;
  return (
    <td
      className={classes(
        "border-b border-surface px-2 py-0.5 align-top font-mono text-[0.6875rem] break-words",
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
  if (typeof value === "boolean") return value ? "yes" : "no";
  return JSON.stringify(value);
}
