"use client";

import { Labelled } from "@/components/ui/labelled";
import { priorityBefore } from "@/lib/rules/place";
import type { Rule } from "@/lib/rules/rule";

type PlaceFieldProps = {
  rules: readonly Rule[];
  /** The product that is typed; empty: every product. */
  product: string;
  /** The rule that is placed; null: a new one. */
  own: number | null;
  onPlace: (priority: number) => void;
};

/** Chooses a priority by the rule that it is to come before. */
export function PlaceField({ rules, product, own, onPlace }: PlaceFieldProps) {
  const alike = rules
    .filter(
      (rule) => rule.id !== own && (product === "" || rule.product === null || rule.product === product),
    )
    .sort((a, b) => b.priority - a.priority || a.id - b.id);
  return (
    <Labelled id="rule-place" label="Insert before" help="Picks a free number between two rules">
      {(ties) => (
        <select
          {...ties}
          value=""
          className="h-7 w-full rounded-sm border border-line-strong bg-surface px-1.5 text-xs shadow-flat hover:border-ink-faint"
          onChange={(event) => {
            const priority = priorityBefore(alike, Number(event.target.value));
            if (priority !== null) onPlace(priority);
          }}
        >
          <option value="">a rule …</option>
          {alike.map(({ id, alias, priority }) => {
            const free = priorityBefore(alike, id);
            return (
              <option key={id} value={id} disabled={free === null}>
                {priority} · {alias ?? `Rule ${String(id)}`}
                {free === null ? " (no number is free)" : ` → ${String(free)}`}
              </option>
            );
          })}
        </select>
      )}
    </Labelled>
  );
}
