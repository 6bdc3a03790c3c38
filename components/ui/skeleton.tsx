import { classes } from "./classes";

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classes("animate-pulse rounded-xs bg-sunken", className)} />;
}

/** A page's shape while its data are on their way. */
export function PageSkeleton({ rows = 14 }: { rows?: number }) {
  return (
    <div role="status" aria-label="Loading">
      <Skeleton className="mb-6 h-7 w-64 bg-line" />
      <div className="rounded-md border border-line bg-surface p-3">
        {Array.from({ length: rows }, (_, row) => (
          <Skeleton key={row} className="my-3 h-4 bg-sunken even:w-11/12" />
        ))}
      </div>
    </div>
  );
}
