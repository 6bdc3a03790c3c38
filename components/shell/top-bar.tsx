import type { ReactNode } from "react";

/** Above every page: looking for anything, what others just did, and the shut-off. */
export function TopBar({
  search,
  live,
  actions,
}: {
  search: ReactNode;
  live: ReactNode;
  actions: ReactNode;
}) {
  return (
    <div className="flex h-11 shrink-0 items-center gap-3 border-b border-line bg-surface px-5">
      {search}
      <div className="min-w-0 flex-1">{live}</div>
      {actions}
    </div>
  );
}
