import Link from "next/link";

import { conditionLabels, conditionText } from "@/components/rules/conditions";
import type { ConditionName } from "@/components/rules/conditions";
import { Badge } from "@/components/ui/badge";
import { classes } from "@/components/ui/classes";
import type { TraceStep } from "@/lib/decision/trace";
import type { Rule } from "@/lib/rules/rule";

/** What the request says for each condition, as it is shown. */
export type AskedValues = Readonly<Partial<Record<ConditionName, string>>>;

type Considered = Extract<TraceStep, { step: "rules" }>["considered"];

type ConsideredRulesProps = {
  considered: Considered;
  rules: ReadonlyMap<number, Rule>;
  asked: AskedValues;
};

/** Every rule with what became of it; those of other products are counted only. */
export function ConsideredRules({ considered, rules, asked }: ConsideredRulesProps) {
  const own = considered.filter(({ failed }) => failed !== "product");
  const others = considered.length - own.length;
  return (
    <>
      <ol className="mt-1.5 overflow-hidden rounded-sm border border-line">
        {own.map((one) => (
          <li
            key={one.id}
            className={classes(
              "grid min-h-8 grid-cols-[2.25rem_minmax(8rem,11rem)_1fr] items-center gap-x-2 border-b border-line px-2 py-1 last:border-b-0",
              one.outcome === "decides" && "bg-good-fill",
            )}
          >
            <span className="figures text-right text-ink-faint">{rules.get(one.id)?.priority}</span>
            <Link href={`/rules/${String(one.id)}`} className="link truncate font-medium">
              {one.alias ?? `Rule ${String(one.id)}`}
            </Link>
            <span className="min-w-0">
              <Outcome considered={one} rule={rules.get(one.id)} asked={asked} />
            </span>
          </li>
        ))}
        {own.length === 0 && <li className="px-2 py-2">No rule is for this product.</li>}
      </ol>
      {others > 0 && (
        <p className="mt-1 text-ink-faint">
          {others === 1 ? "1 rule is" : `${String(others)} rules are`} for other products.
        </p>
      )}
    </>
  );
}

type OutcomeProps = { considered: Considered[number]; rule: Rule | undefined; asked: AskedValues };

function Outcome({ considered: { outcome, failed }, rule, asked }: OutcomeProps) {
  if (outcome === "decides") return <Badge tone="good">decides</Badge>;
  if (outcome === "disabled") return <Badge>switched off</Badge>;
  if (outcome === "hidden by the deciding rule") {
    return <span className="text-ink-faint">matches too, but comes later</span>;
  }
  if (failed === null) return null;
  const wants = rule ? conditionText(rule, failed) : null;
  return (
    <span>
      <strong className="font-medium text-ink">{conditionLabels[failed]}</strong> must be{" "}
      <code className="font-mono text-[0.6875rem] text-ink">{wants}</code>, is{" "}
      <code className="font-mono text-[0.6875rem] text-ink">{asked[failed] ?? "not said"}</code>
    </span>
  );
}
