import { Check } from "lucide-react";

import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Moment } from "@/components/ui/moment";
import { PlainTable, type PlainColumn } from "@/components/ui/plain-table";
import type { State } from "@/lib/change-sets/change-set";

import { StateBadge } from "./states";
import { productsInWords, requirementInWords, type ShownRequirement } from "./words";

export type ListedChangeSet = {
  id: number;
  state: State;
  reason: string;
  author: string;
  products: readonly string[];
  requirements: readonly ShownRequirement[];
  operations: number;
  steps: number;
  stepsDone: number;
  /** When the next step is due, ISO 8601, as the following; null: none is. */
  next: string | null;
  updatedAt: string;
  /** Whether the reader can sign it, or it came back to them. */
  isForReader: boolean;
};

const cell = "h-9 border-b border-line px-3 align-middle";
const columns: readonly PlainColumn[] = [
  ["Change set", ""],
  ["State", "w-38"],
  ["Signed", "w-44"],
  ["For", "w-28"],
  ["By", "w-40"],
  ["Last moved", "w-28"],
];

/** Change sets, one a line, the newest first. */
export function ChangeSetTable({ changeSets }: { changeSets: readonly ListedChangeSet[] }) {
  return (
    <PlainTable caption="Change sets, the newest first" columns={columns}>
      <tbody>
        {changeSets.map((changeSet) => (
          <Line key={changeSet.id} {...changeSet} />
        ))}
      </tbody>
    </PlainTable>
  );
}

function Line(changeSet: ListedChangeSet) {
  const { id, state, reason, author, products, updatedAt, isForReader } = changeSet;
  return (
    <tr className="hover:bg-hover">
      <th scope="row" className={`${cell} text-left font-normal`}>
        <Link href={`/changes/${String(id)}`} className="group flex items-baseline gap-2">
          <span className="figures shrink-0 text-accent">#{id}</span>
          <span className="truncate text-sm font-medium group-hover:text-accent" title={reason}>
            {reason}
          </span>
          {isForReader && <Badge tone="accent">you</Badge>}
        </Link>
      </th>
      <td className={`${cell} leading-none`}>
        <StateBadge state={state} />
      </td>
      <td className={`${cell} truncate text-ink-soft`}>
        <Progress {...changeSet} />
      </td>
      <td className={`${cell} truncate`} title={products.join(", ")}>
        {productsInWords(products)}
      </td>
      <td className={`${cell} truncate text-ink-soft`} title={author}>
        {author}
      </td>
      <td className={`${cell} text-ink-soft`}>
        <Moment at={updatedAt} />
      </td>
    </tr>
  );
}

/** Sign-offs while they are waited for, steps while they are under way. */
function Progress({ state, requirements, steps, stepsDone, next }: ListedChangeSet) {
  if (next !== null && (state === "scheduled" || state === "paused")) {
    return (
      <>
        step {stepsDone + 1} of {steps} <Moment at={next} />
      </>
    );
  }
  if (state !== "proposed" && state !== "draft") return <span className="text-ink-faint">–</span>;
  if (requirements.length === 0) return <>nobody has to</>;
  return (
    <ul className="flex gap-3">
      {requirements.map((one) => (
        <li
          key={`${one.role} ${one.product ?? ""}`}
          title={requirementInWords(one)}
          className="inline-flex gap-1"
        >
          {one.given >= one.count && <Check aria-hidden className="size-3.5 text-good" />}
          <span className="figures">
            {one.given}/{one.count}
          </span>
          {one.role}
        </li>
      ))}
    </ul>
  );
}
