import { conditionNames } from "@/lib/rules/rule";
import type { Rule } from "@/lib/rules/rule";

import { ConditionValue } from "./condition-value";
import { conditionLabels, conditionText } from "./conditions";

/** Every condition of a rule: those that are set, then those that are not, closer together. */
export function ConditionList({ rule }: { rule: Rule }) {
  const set = conditionNames.filter((name) => rule[name] !== null);
  const unset = conditionNames.filter((name) => rule[name] === null);
  return (
    <div className="px-3 py-1.5 text-xs">
      <dl>
        {set.map((name) => (
          <div key={name} className="grid min-h-7 grid-cols-[9rem_1fr] items-center border-b border-line">
            <dt className="text-ink-soft">{conditionLabels[name]}</dt>
            <dd className="min-w-0 py-1 break-words">
              <ConditionValue value={conditionText(rule, name)} />
            </dd>
          </div>
        ))}
      </dl>
      <dl className="grid grid-cols-2 gap-x-6 pt-1">
        {unset.map((name) => (
          <div key={name} className="grid min-h-6 grid-cols-[9rem_1fr] items-center text-ink-faint">
            <dt>{conditionLabels[name]}</dt>
            <dd>
              <ConditionValue value={null} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
