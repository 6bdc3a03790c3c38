import { cva } from "class-variance-authority";
import type { VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";

const style = cva(
  "inline-flex items-center gap-1 rounded-xs px-1.5 h-[18px] text-2xs font-medium whitespace-nowrap [&_svg]:size-3",
  {
    variants: {
      tone: {
        neutral: "bg-sunken text-ink-soft ring-1 ring-inset ring-line",
        accent: "bg-selected text-accent",
        good: "bg-good-fill text-good",
        warn: "bg-warn-fill text-warn",
        bad: "bg-bad-fill text-bad",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

export type Tone = NonNullable<VariantProps<typeof style>["tone"]>;

/** A word about a state. The word alone must be enough; the colour only helps. */
export function Badge({ tone, children }: { tone?: Tone; children: ReactNode }) {
  return <span className={style({ tone })}>{children}</span>;
}
