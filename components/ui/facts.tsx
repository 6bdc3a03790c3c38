import type { ReactNode } from "react";

export type Fact = {
  name: string;
  value: ReactNode;
  /** What it means. */
  note?: string | undefined;
};

/** Names and values, one a line. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="grid grid-cols-[max-content_1fr] px-3 py-1.5 text-xs">
      {facts.map(({ name, value, note }) => (
        <div
          key={name}
          className="col-span-2 grid min-h-7 grid-cols-subgrid items-center gap-x-6 border-b border-line last:border-b-0"
        >
          <dt className="text-ink-soft">{name}</dt>
          <dd className="min-w-0 py-1 break-words">
            {value}
            {note !== undefined && <p className="text-2xs text-ink-faint">{note}</p>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
