"use client";

import { SelectField, type Option } from "@/components/ui/field";
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
        <SelectField
          {...ties}
          wide
          value=""
          className="pl-2"
          options={[{ value: "", label: "a rule …" }, ...alike.map((rule) => placeBefore(rule, alike))]}
          onChange={(event) => {
            const priority = priorityBefore(alike, Number(event.target.value));
            if (priority !== null) onPlace(priority);
          }}
        />
      )}
    </Labelled>
  );
}

function placeBefore({ id, alias, priority }: Rule, alike: readonly Rule[]): Option {
  const free = priorityBefore(alike, id);
  const outcome = free === null ? " (no number is free)" : ` → ${String(free)}`;
  const label = `${String(priority)} · ${alias ?? `Rule ${String(id)}`}${outcome}`;
  return { value: String(id), label, disabled: free === null };
}
