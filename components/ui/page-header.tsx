import type { ReactNode } from "react";

import { Link } from "./link";

type PageHeaderProps = {
  title: ReactNode;
  /** The list that this page belongs to. */
  parent?: { href: string; label: string };
  note?: ReactNode;
  badges?: ReactNode;
  actions?: ReactNode;
};

export function PageHeader({ title, parent, note, badges, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-2 pb-4">
      <div className="min-w-0 flex-1 basis-72">
        {parent && (
          <nav aria-label="Breadcrumb" className="text-xs text-ink-faint">
            <Link href={parent.href} className="link">
              {parent.label}
            </Link>
            <span aria-hidden className="mx-1.5">
              /
            </span>
          </nav>
        )}
        <div className="flex min-w-0 flex-wrap items-center gap-2">
          <h1 className="min-w-0 truncate text-xl font-semibold tracking-tight">{title}</h1>
          {badges}
        </div>
        {note !== undefined && (
          <div className="mt-0.5 max-w-[90ch] text-sm text-pretty text-ink-soft">{note}</div>
        )}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
