import { ArrowLeftRight, TrendingDown, TrendingUp } from "lucide-react";

import { classes } from "@/components/ui/classes";
import type { Direction, Meaning } from "@/lib/audit/meaning";

const looks: Record<Direction, { Icon: typeof TrendingUp; className: string }> = {
  more: { Icon: TrendingUp, className: "text-good" },
  less: { Icon: TrendingDown, className: "text-warn" },
  neutral: { Icon: ArrowLeftRight, className: "text-ink-faint" },
};

/** What a change of a row means, before its fields; the words say which way, the sign and colour only help. */
export function MeaningList({ meanings }: { meanings: readonly Meaning[] }) {
  if (meanings.length === 0) return null;
  return (
    <ul className="grid gap-0.5 px-3 pb-2 text-sm">
      {meanings.map(({ text, direction }) => {
        const { Icon, className } = looks[direction];
        return (
          <li key={text} className="flex items-start gap-2">
            <Icon aria-hidden className={classes("mt-0.5 size-4 shrink-0", className)} />
            <span className="min-w-0 font-medium break-words">{text}</span>
          </li>
        );
      })}
    </ul>
  );
}
