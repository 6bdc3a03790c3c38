import { Link } from "@/components/ui/link";
import { Panel } from "@/components/ui/panel";
import type { DifferingRules, ShownRule } from "@/lib/push/differing-rules";
import type { TwoChannels } from "@/lib/push/mirror";

const cell = "border-b border-line px-3 py-1.5 align-top";
const head = `${cell} bg-sunken text-left text-2xs font-medium text-ink-soft`;

type DifferingRulesTableProps = { rules: readonly DifferingRules[]; channels: TwoChannels };

/** Rules for the same clients that give them different things on two channels. */
export function DifferingRulesTable({ rules, channels: { from, to } }: DifferingRulesTableProps) {
  if (rules.length === 0) {
    return (
      <Panel title="Rules">
        <p className="px-3 py-3 text-xs text-ink-soft">The rules of both channels say the same.</p>
      </Panel>
    );
  }
  return (
    <Panel
      title="Rules"
      note={`${String(rules.length)} of them ${rules.length === 1 ? "gives" : "give"} the same clients different things`}
    >
      <div className="overflow-x-auto rounded-b-md">
        <table className="w-full min-w-[48rem] table-fixed border-separate border-spacing-0 text-xs">
          <caption className="sr-only">Rules that differ</caption>
          <thead>
            <tr>
              {["For", `On ${from}`, `On ${to}`].map((name, index) => (
                <th key={name} scope="col" className={index === 0 ? `${head} w-48` : head}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rules.map((one) => (
              <tr key={one.clients}>
                <th scope="row" className={`${cell} text-left font-medium break-words`}>
                  {one.clients}
                </th>
                <RuleCell rule={one.from} />
                <RuleCell rule={one.to} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function RuleCell({ rule }: { rule: ShownRule | null }) {
  if (!rule) return <td className={`${cell} text-ink-faint`}>no rule of its own</td>;
  return (
    <td className={`${cell} break-words`}>
      {rule.sentence}{" "}
      <Link href={`/rules/${String(rule.id)}`} className="link whitespace-nowrap underline">
        {rule.name}
      </Link>
    </td>
  );
}
