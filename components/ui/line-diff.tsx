import { classes } from "./classes";
import { diffTexts, type DiffLine, type DiffPart } from "./line-diff-parts";

type LineDiffProps = { before: string; after: string; label: string };

const signs = { same: " ", gone: "−", new: "+" } as const;
const said = { same: "", gone: "removed: ", new: "added: " } as const;

/** Two texts as one: lines of the first in red, of the second in green, what differs within a line marked. */
export function LineDiff({ before, after, label }: LineDiffProps) {
  return (
    <div
      tabIndex={0}
      role="group"
      aria-label={label}
      className="overflow-auto py-1.5 font-mono text-[0.6875rem] leading-[1.125rem]"
    >
      {diffTexts(before, after).map((line, index) => (
        <Line key={index} {...line} />
      ))}
    </div>
  );
}

function Line({ kind, parts }: DiffLine) {
  return (
    <div
      className={classes(
        "grid grid-cols-[1.25rem_1fr] px-2",
        kind === "gone" && "bg-bad-fill text-bad",
        kind === "new" && "bg-good-fill text-good",
      )}
    >
      <span aria-hidden className="select-none">
        {signs[kind]}
      </span>
      <span className="whitespace-pre-wrap [overflow-wrap:anywhere]">
        <span className="sr-only">{said[kind]}</span>
        {parts.map((part, index) => (
          <Part key={index} {...part} />
        ))}
      </span>
    </div>
  );
}

function Part({ text, isMarked }: DiffPart) {
  return isMarked ? (
    <mark className="rounded-xs bg-transparent font-semibold text-current underline decoration-2 underline-offset-2">
      {text}
    </mark>
  ) : (
    text
  );
}
