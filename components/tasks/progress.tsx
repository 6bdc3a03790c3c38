import type { ShownTask } from "./shown-task";

type ProgressProps = Pick<ShownTask, "title" | "phase" | "done" | "total">;

/** How far work has come: a bar, and the same in words. */
export function Progress({ title, phase, done, total }: ProgressProps) {
  const share = total === 0 ? undefined : Math.floor((100 * done) / total);
  return (
    <div className="flex items-center gap-3 text-xs text-ink-soft">
      <div
        role="progressbar"
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share}
        className="h-1.5 w-40 overflow-hidden rounded-full bg-selected"
      >
        <div
          className={
            share === undefined
              ? "h-full w-1/3 animate-pulse bg-accent"
              : "h-full bg-accent transition-[width]"
          }
          style={share === undefined ? undefined : { width: `${String(share)}%` }}
        />
      </div>
      <span className="figures">
        {phase === "" ? "Begins in a moment" : phase}
        {total > 0 && `: ${String(done)} of ${String(total)}`}
      </span>
    </div>
  );
}
