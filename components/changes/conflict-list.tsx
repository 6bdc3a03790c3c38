import { entityInWords, fieldInWords } from "@/components/audit/words";
import type { Conflict } from "@/lib/errors";

type Row = Readonly<Record<string, unknown>>;

/** Rows that moved on since the author saw them: base, theirs and mine of each field that anybody changed. */
export function ConflictList({ conflicts }: { conflicts: readonly Conflict[] }) {
  return (
    <ul className="divide-y divide-line">
      {conflicts.map((conflict) => (
        <li key={`${conflict.entity} ${conflict.key}`} className="px-3 py-2.5">
          <h3 className="text-sm font-medium">
            <span className="text-ink-soft">{entityInWords(conflict.entity)}</span> {conflict.key}
          </h3>
          <Fields conflict={conflict} />
        </li>
      ))}
    </ul>
  );
}

function Fields({ conflict }: { conflict: Conflict }) {
  const { entity } = conflict;
  const [base, theirs] = [rowOf(conflict.base), rowOf(conflict.theirs)];
  const mine = rowOf(conflict.mine) ?? {};
  if (!theirs) return <p className="mt-1 text-xs text-bad">It was deleted meanwhile.</p>;
  const names = [...new Set([...Object.keys(mine), ...Object.keys(base ?? {})])].filter(
    (name) => name !== "rowVersion" && (!same(base?.[name], theirs[name]) || Object.hasOwn(mine, name)),
  );
  return (
    <>
      {conflict.mine === null && (
        <p className="mt-1 text-xs">This deletes the {entityInWords(entity)}, which was changed meanwhile.</p>
      )}
      <table className="mt-1.5 w-full table-fixed text-xs">
        <caption className="sr-only">
          What was seen, what others made of it, and what this would make of it
        </caption>
        <thead>
          <tr className="text-left text-2xs text-ink-faint">
            <th scope="col" className="w-36 font-medium">
              Field
            </th>
            <th scope="col" className="font-medium">
              As it was seen
            </th>
            <th scope="col" className="font-medium">
              As it is now
            </th>
            <th scope="col" className="font-medium">
              As this would have it
            </th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <FieldRow
              key={name}
              name={name}
              {...{ base, theirs }}
              mine={conflict.mine === null ? null : { ...theirs, ...mine }}
              isMine={Object.hasOwn(mine, name)}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}

type FieldRowProps = {
  name: string;
  base: Row | null;
  theirs: Row;
  /** Null: it deletes the row. */
  mine: Row | null;
  /** Whether the change says anything of the field. */
  isMine: boolean;
};

function FieldRow({ name, base, theirs, mine, isMine }: FieldRowProps) {
  const [old, now, own] = [base?.[name], theirs[name], mine?.[name]];
  const isTheirs = !same(old, now);
  const isContested = isMine && isTheirs && !same(own, now);
  return (
    <tr className="align-top">
      <th scope="row" className="py-0.5 pr-2 text-left font-normal text-ink-soft">
        {fieldInWords([name])}
        {isContested && <span className="block text-2xs text-bad">both changed it</span>}
      </th>
      <Value value={old} />
      <Value value={now} isChanged={isTheirs} />
      <Value value={own} isChanged={isMine && !same(old, own)} />
    </tr>
  );
}

function Value({ value, isChanged = false }: { value: unknown; isChanged?: boolean }) {
  return (
    <td className="py-0.5 pr-2 font-mono text-[0.6875rem] break-words">
      <span className={isChanged ? "rounded-xs bg-warn-fill px-1 text-warn" : undefined}>
        {value === null || value === undefined ? "nothing" : textOf(value)}
      </span>
    </td>
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function rowOf(value: unknown): Row | null {
  return typeof value === "object" && value !== null ? (value as Row) : null;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
