import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import type { NodeAlarm } from "@/lib/nodes/alarms";

/** What is wrong with nodes, errors first. */
export function AlarmList({ alarms }: { alarms: readonly NodeAlarm[] }) {
  return (
    <Panel title={alarms.length === 1 ? "1 alarm" : `${String(alarms.length)} alarms`}>
      <ul className="divide-y divide-line text-xs">
        {alarms.map(({ node, code, severity, detail }) => (
          <li key={`${node} ${code}`} className="flex flex-wrap items-baseline gap-x-2 gap-y-1 px-3 py-2">
            <Badge tone={severity === "error" ? "bad" : "warn"}>{severity}</Badge>
            <strong className="font-semibold">{node}</strong>
            <span className="min-w-0 text-ink-soft [overflow-wrap:anywhere]">{detail}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
