import type { ReactNode } from "react";

type DraftedProps = {
  /** Null: there was nothing. */
  before: ReactNode;
  after: ReactNode;
};

/** A value that the reader's draft changes: what it is, struck through, and what it would be. */
export function Drafted({ before, after }: DraftedProps) {
  return (
    <span className="inline-flex max-w-full items-center gap-1.5" title="Changed in your draft">
      {before !== null && <del className="min-w-0 truncate text-ink-faint">{before}</del>}
      <ins className="min-w-0 truncate rounded-xs bg-selected px-1 font-medium text-accent no-underline">
        {after}
      </ins>
    </span>
  );
}
