import type { ReactNode } from "react";

import { classes } from "./classes";

type PanelProps = {
  title?: string;
  /** Says more about the title, in a few words. */
  note?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** A titled area of a page. */
export function Panel({ title, note, actions, className, children }: PanelProps) {
  return (
    <section
      aria-label={title}
      className={classes("min-w-0 rounded-md border border-line bg-surface shadow-flat", className)}
    >
      {title !== undefined && (
        <header className="flex min-h-10 items-center gap-2 border-b border-line px-3">
          <h2 className="text-sm font-semibold">{title}</h2>
          {note !== undefined && <span className="text-xs text-ink-faint">{note}</span>}
          {actions !== undefined && <div className="ml-auto flex items-center gap-1">{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}
