import type { Metadata } from "next";

import { AlarmList } from "@/components/nodes/alarm-list";
import { ArrivalList } from "@/components/nodes/arrival-list";
import { WaveBanner } from "@/components/nodes/wave-banner";
import { NodeTable } from "@/components/nodes/node-table";
import { nothing } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { Follow } from "@/components/tasks/follow";
import { PageHeader } from "@/components/ui/page-header";
import { listNodes } from "@/lib/nodes/service";

import { read } from "../reading";

import { letThrough } from "./actions";

export const metadata: Metadata = { title: "Nodes" };

export default async function NodesPage() {
  const { nodes, alarms, revision, revisions, wave } = await read(listNodes);
  return (
    <Page knows={nothing}>
      <PageHeader
        title="Nodes"
        note="The processes that answer clients, as they last said of themselves, and when each revision was live on them."
      />
      <Follow />
      <div className="grid gap-4">
        {wave && <WaveBanner wave={wave} letThrough={letThrough} />}
        {alarms.length > 0 && <AlarmList alarms={alarms} />}
        <NodeTable nodes={nodes} alarms={alarms} revision={revision} />
        <ArrivalList arrivals={revisions} />
      </div>
    </Page>
  );
}
