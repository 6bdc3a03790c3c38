import { Badge } from "@/components/ui/badge";
import { Moment } from "@/components/ui/moment";
import { Panel } from "@/components/ui/panel";
import type { SeenCheck } from "@/lib/analysis/standing-check";

type ShownCheck = Omit<SeenCheck, "at"> & { readonly at: string };

/** What came of the last hourly checks of the configuration and of the nodes that serve it. */
export function LastChecks({ checks }: { checks: readonly ShownCheck[] }) {
  return (
    <Panel title="Last hourly check" note="of the stored configuration, and of what each node answers">
      {checks.length === 0 ? (
        <p className="p-3 text-xs text-ink-soft">
          There was none yet: the worker checks 37 minutes past each hour.
        </p>
      ) : (
        <ul className="divide-y divide-line text-xs">
          {checks.map((check) => (
            <Check key={check.node ?? ""} {...check} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Check({ node, at, revision, checked, found, hidden }: ShownCheck) {
  const isGood = found.length + hidden === 0;
  return (
    <li className="grid gap-1 px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={isGood ? "good" : "bad"}>{isGood ? "as expected" : "not as expected"}</Badge>
        <strong className="font-semibold">{node === null ? "Configuration" : `Node ${node}`}</strong>
        <span className="text-ink-soft">{isGood ? outcomeOf(node, checked) : ""}</span>
        <span className="ml-auto text-ink-faint">
          revision <span className="figures">{revision}</span>, <Moment at={at} />
        </span>
      </div>
      {found.map(({ name, product, detail }) => (
        <p key={`${name} ${product ?? ""}`} className="text-ink-soft [overflow-wrap:anywhere]">
          {node === null && <strong className="font-semibold">{name}: </strong>}
          {node !== null && product !== null && <strong className="font-semibold">{product}: </strong>}
          {detail}
        </p>
      ))}
      {hidden > 0 && <p className="text-ink-soft">{hidden} more about products that you may not see</p>}
    </li>
  );
}

function outcomeOf(node: string | null, checked: number): string {
  const count = checked.toLocaleString("en-US");
  if (node !== null) return checked === 0 ? "no client to ask for" : `${count} answers as configured`;
  return checked === 0 ? "no invariant is switched on" : `all ${count} invariants hold`;
}
