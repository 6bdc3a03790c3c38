"use client";

import { Tick } from "@/components/ui/labelled";
import { readRamp } from "@/lib/change-sets/ramp-text";

import { RampSteps, type RampRow } from "./ramp-fields";
import { RateTimeline } from "./rate-timeline";
import type { RampRule } from "./timing";

type RampProps = {
  rows: readonly RampRow[];
  rules: readonly number[];
  rampRules: readonly RampRule[];
  errors: Readonly<Record<string, string>>;
  now: number;
  onRows: (rows: readonly RampRow[]) => void;
  onRules: (rules: readonly number[]) => void;
};

/** A ramp: of which rules, in which steps, and how the rate goes over time. */
export function RampEditor({ rows, rules, rampRules, errors, now, onRows, onRules }: RampProps) {
  const read = readRamp(rows, now);
  const chosen = rampRules.filter(({ id }) => rules.includes(id));
  const points = read.flatMap(({ rate, at, problems }) =>
    rate === null || at === undefined || problems.at !== undefined
      ? []
      : [{ rate, at: at === null ? null : new Date(at).toISOString(), state: "pending" as const }],
  );
  return (
    <>
      <RuleChoice rules={rules} rampRules={rampRules} onRules={onRules} />
      <RampSteps rows={rows} read={read} errors={errors} now={now} onRows={onRows} />
      {points.length > 0 && chosen.length > 0 && (
        <div className="rounded-sm border border-line">
          <RateTimeline
            curves={[
              {
                rule: chosen.map(({ name }) => name).join(" and "),
                from: chosen.length === 1 ? (chosen[0]?.from ?? null) : null,
                points,
              },
            ]}
          />
        </div>
      )}
      <p className="text-2xs text-ink-faint">
        “now”, “+6 h” and “+1 d 12 h” after the first step, “2026-11-27 09:30” in your own time, or the same
        with “UTC”. Steps whose time passes before everybody has signed follow at once.
      </p>
    </>
  );
}

type RuleChoiceProps = Pick<RampProps, "rules" | "rampRules" | "onRules">;

/** Of what the percentages are, and for which rules they rise. */
function RuleChoice({ rules, rampRules, onRules }: RuleChoiceProps) {
  return (
    <fieldset className="grid gap-1">
      <legend className="pb-1 text-xs text-ink-soft">
        Percentages are of background checks; people who ask for updates always get it.
      </legend>
      {rampRules.map(({ id, name, gives, others }) => (
        <div key={id} className="flex flex-wrap items-center gap-x-3">
          {rampRules.length === 1 ? (
            <span className="text-xs font-medium">{name}</span>
          ) : (
            <Tick
              label={<span className="font-medium">{name}</span>}
              checked={rules.includes(id)}
              onChecked={(checked) => {
                onRules(checked ? [...rules, id] : rules.filter((other) => other !== id));
              }}
            />
          )}
          <span className="text-xs text-ink-soft">
            gives {gives ?? "no update"}; the others get {others ?? "no update"}
          </span>
        </div>
      ))}
    </fieldset>
  );
}
