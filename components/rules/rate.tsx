/** A background rate: the figure, and a bar that shows it. @param aligned below others of its column */
export function Rate({ percent, aligned = true }: { percent: number; aligned?: boolean }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className={aligned ? "figures w-9 text-right" : "figures"}>{percent} %</span>
      <svg aria-hidden viewBox="0 0 40 4" className="h-1 w-8 overflow-visible">
        <rect width="40" height="4" rx="2" className="fill-line" />
        <rect
          width={(40 * percent) / 100}
          height="4"
          rx="2"
          className={percent === 100 ? "fill-good" : "fill-accent"}
        />
      </svg>
    </span>
  );
}
