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
    <>
      {search}
      <div className="min-w-0 flex-1">{live}</div>
      {actions}
    </>
  );
}
