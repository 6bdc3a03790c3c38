import { conditionNames } from "@/lib/rules/rule";
import type { Rule } from "@/lib/rules/rule";

import { ConditionValue } from "./condition-value";
import { conditionLabels, conditionText } from "./conditions";

/** Every condition of a rule, those that are set first. */
export function ConditionList({ rule }: { rule: Rule }) {
  const isSet = (name: (typeof conditionNames)[number]) => rule[name] !== null;
  const names = [...conditionNames.filter(isSet), ...conditionNames.filter((name) => !isSet(name))];
  return (
    <dl className="grid grid-cols-[10rem_1fr] px-3 py-2 text-xs">
      {names.map((name) => (
        <div
          key={name}
          className="col-span-2 grid min-h-7 grid-cols-subgrid items-center border-b border-line last:border-b-0"
        >
          <dt className={isSet(name) ? "text-ink-soft" : "text-ink-faint"}>{conditionLabels[name]}</dt>
          <dd className="min-w-0 py-1 break-words">
            <ConditionValue value={conditionText(rule, name)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
