import { Server } from "lucide-react";

import { Badge } from "@/components/ui/badge";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { PlainTable, type PlainColumn } from "@/components/ui/plain-table";
import { inWords, type NodeAlarm } from "@/lib/nodes/alarms";
import type { NodeReport } from "@/lib/nodes/report";

export type TableNode = Omit<NodeReport, "live" | "sequence" | "verdict"> & {
  /** Milliseconds. */
  readonly clockOffset: number;
  readonly silence: number;
};

const cell = "h-8 border-b border-line px-3";

const columns: readonly PlainColumn[] = [
  ["Node", "w-36"],
  ["State", "w-32"],
  ["Revision", "w-20"],
  ["Behind", "w-24"],
  ["Checked", "w-24"],
  ["Requests/s", "w-24 text-right"],
  ["Processes", "w-20 text-right"],
  ["Follows", "w-44"],
  ["Clock", "w-20"],
  ["Version", ""],
];

type NodeTableProps = {
  nodes: readonly TableNode[];
  alarms: readonly NodeAlarm[];
  /** The one that is in effect. */
  revision: number;
};

/** The nodes by data centre. */
export function NodeTable({ nodes, alarms, revision }: NodeTableProps) {
  if (nodes.length === 0) {
    return (
      <Panel>
        <Notice icon={<Server />} title="No node has reported yet">
          Each node says every two seconds how it is. One that follows a replica needs AUS_REPORT_URL for it.
        </Notice>
      </Panel>
    );
  }
  const centres = [...new Set(nodes.map(({ dataCentre }) => dataCentre))];
  return (
    <Panel>
      <PlainTable caption="The serving nodes by data centre" columns={columns}>
        {centres.map((centre) => (
          <tbody key={centre}>
            <tr>
              <th
                scope="rowgroup"
                colSpan={columns.length}
                className="h-8 border-b border-line bg-canvas px-3 text-left font-semibold"
              >
                {centre === "" ? "No data centre named" : centre}
              </th>
            </tr>
            {nodes
              .filter(({ dataCentre }) => dataCentre === centre)
              .map((node) => (
                <NodeRow
                  key={node.name}
                  node={node}
                  alarms={alarms.filter((alarm) => alarm.node === node.name)}
                  newest={revision}
                />
              ))}
          </tbody>
        ))}
      </PlainTable>
    </Panel>
  );
}

type NodeRowProps = { node: TableNode; alarms: readonly NodeAlarm[]; newest: number };

function NodeRow({ node, alarms, newest }: NodeRowProps) {
  const { revision, replicaLag, isReplica, checkedAge, silence, clockOffset } = node;
  const { perSecond, workers, workersWanted, version } = node;
  const figures = `${cell} text-right figures`;
  return (
    <tr className="group hover:bg-hover">
      <Name node={node} />
      <td className={cell}>
        <State node={node} alarms={alarms} />
      </td>
      <td className={`${cell} figures`}>{revision === null ? <None /> : `#${String(revision)}`}</td>
      <td className={`${cell} figures`}>
        {revision === null || revision >= newest ? <None /> : revisions(newest - revision)}
      </td>
      <td className={`${cell} figures`}>
        {checkedAge === null ? <None /> : `${inWords(checkedAge + silence)} ago`}
      </td>
      <td className={figures}>{perSecond.toLocaleString("en-US")}</td>
      <td className={figures}>
        {workers}
        {workers < workersWanted && ` of ${String(workersWanted)}`}
      </td>
      <td className={`${cell} truncate text-ink-soft`}>
        {isReplica ? "a replica" : "the primary"}
        {isReplica && replicaLag !== null && <span className="figures">, {inWords(replicaLag)} behind</span>}
      </td>
      <td className={`${cell} figures`}>{Math.abs(clockOffset) < 500 ? "right" : drift(clockOffset)}</td>
      <td className={`${cell} truncate text-ink-soft figures`}>{version}</td>
    </tr>
  );
}

function Name({ node: { name, canary } }: { node: TableNode }) {
  return (
    <th scope="row" className={`${cell} truncate text-left font-medium`} title={name}>
      {name}
      {canary && <span className="ml-1.5 font-normal text-ink-faint">canary</span>}
    </th>
  );
}

function State({ node, alarms }: Pick<NodeRowProps, "node" | "alarms">) {
  if (alarms.some(({ code }) => code === "silent")) return <Badge tone="bad">silent</Badge>;
  if (node.revision === null) return <Badge tone="bad">serves nothing yet</Badge>;
  if (node.fromDisk) return <Badge tone="warn">serves from disk</Badge>;
  if (node.problem !== null) return <Badge tone="warn">without database</Badge>;
  if (node.held) {
    return node.held.kind === "waits" ? (
      <Badge>waits for canaries</Badge>
    ) : (
      <Badge tone="bad">holds back</Badge>
    );
  }
  if (alarms.some(({ severity }) => severity === "error")) return <Badge tone="bad">needs a look</Badge>;
  return alarms.length > 0 ? <Badge tone="warn">needs a look</Badge> : <Badge tone="good">serves</Badge>;
}

function None() {
  return <span className="text-ink-faint">–</span>;
}

const revisions = (count: number) =>
  count === 1 ? "1 revision" : `${count.toLocaleString("en-US")} revisions`;

const drift = (offset: number) => `${inWords(Math.abs(offset))} ${offset > 0 ? "fast" : "slow"}`;
