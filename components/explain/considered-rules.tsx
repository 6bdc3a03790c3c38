import { conditionLabels, conditionText } from "@/components/rules/conditions";
import type { ConditionName } from "@/components/rules/conditions";
import { Badge } from "@/components/ui/badge";
import { classes } from "@/components/ui/classes";
import { Link } from "@/components/ui/link";
import type { TraceStep } from "@/lib/decision/trace";
import type { Rule } from "@/lib/rules/rule";

/** What the request says for each condition, as it is shown. */
export type AskedValues = Readonly<Partial<Record<ConditionName, string>>>;

type Considered = Extract<TraceStep, { step: "rules" }>["considered"];

type ConsideredRulesProps = {
  considered: Considered;
  rules: ReadonlyMap<number, Rule>;
  asked: AskedValues;
  /** Where all of them are shown; null: here. */
  allHref: string | null;
};

/** How many are shown unless all are asked for. */
const most = 100;

/** Every rule with what became of it; those of other products are counted only. Of very many the nearest are shown. */
export function ConsideredRules({ considered, rules, asked, allHref }: ConsideredRulesProps) {
  const candidates = considered.filter(({ failed }) => failed !== "product");
  const others = considered.length - candidates.length;
  const own = allHref === null ? candidates : nearest(candidates);
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
      {allHref !== null && own.length < candidates.length && (
        <p className="mt-1 text-ink-faint">
          {own.length} of {candidates.length} rules for this product: those for this channel, around the one
          that decides.{" "}
          <Link href={allHref} className="link">
            Show all
          </Link>
        </p>
      )}
      {others > 0 && (
        <p className="mt-1 text-ink-faint">
          {others === 1 ? "1 rule is" : `${String(others)} rules are`} for other products.
        </p>
      )}
    </>
  );
}

/** Rules for other channels go first, then those that are tried long before or after the deciding one. */
function nearest(considered: Considered): Considered {
  if (considered.length <= most) return considered;
  const near = considered.filter(({ failed }) => failed !== "channel");
  const deciding = near.findIndex(({ outcome }) => outcome === "decides");
  const middle = deciding < 0 ? 0 : deciding - most / 2;
  const first = Math.max(0, Math.min(middle, near.length - most));
  return near.slice(first, first + most);
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
