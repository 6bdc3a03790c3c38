import type { ReactNode } from "react";

export type PlainColumn = readonly [name: string, className: string];

type PlainTableProps = {
  /** What it is, for those who can't see it. */
  caption: string;
  columns: readonly PlainColumn[];
  /** The bodies of the table. */
  children: ReactNode;
};

/** A table of few rows, without sorting and choosing. Where it is narrow it scrolls. */
export function PlainTable({ caption, columns, children }: PlainTableProps) {
  return (
    <div className="overflow-x-auto rounded-md">
      <table className="w-full min-w-[60rem] table-fixed border-separate border-spacing-0 text-xs">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map(([name, className]) => (
              <th
                key={name}
                scope="col"
                className={`h-8 border-b border-line-strong bg-sunken px-3 text-left text-2xs font-medium text-ink-soft ${className}`}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {children}
      </table>
    </div>
  );
}
