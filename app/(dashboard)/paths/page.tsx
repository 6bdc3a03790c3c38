import { Waypoints } from "lucide-react";
import type { Metadata } from "next";

import { EndTable } from "@/components/paths/end-table";
import { PathMap } from "@/components/paths/path-map";
import { PathsForm } from "@/components/paths/paths-form";
import { choice, number } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { Alert } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import type { PathGraph } from "@/lib/analysis/path-graph";
import { pathsOf } from "@/lib/analysis/service";
import { Refusal } from "@/lib/errors";
import { readView } from "@/lib/overview/service";
import { listChannels } from "@/lib/settings/service";

import { read, readAddress } from "../reading";
import type { SearchParams } from "../reading";

export const metadata: Metadata = { title: "Upgrade paths" };

export default async function PathsPage({ searchParams }: { searchParams: SearchParams }) {
  const [{ products }, all] = await Promise.all([read(readView), read(listChannels)]);
  const { knows, channels, ...asked } = await readAsked(searchParams, products, all);
  return (
    <Page knows={knows}>
      <PageHeader
        title="Upgrade paths"
        note="Where updates lead the clients of every version that was shipped, hop by hop to the end."
      />
      <div className="grid gap-4">
        <Panel className="p-3">
          <PathsForm asked={asked} products={products} channels={channels} />
        </Panel>
        {asked.channel === "" ? (
          <Panel>
            <Notice icon={<Waypoints />} title="There is no channel to look at">
              Add a channel to the product in the settings, and a rule for it.
            </Notice>
          </Panel>
        ) : (
          <Drawn {...asked} />
        )}
      </div>
    </Page>
  );
}

type Asked = { product: string; channel: string; changeSet: string };

/** Whatever the address leaves out or gets wrong is chosen: the first product, and its release channel if it has one. */
async function readAsked(
  searchParams: SearchParams,
  products: readonly string[],
  all: readonly { product: string; name: string }[],
) {
  const named = await readAddress(searchParams, { product: choice(products) });
  const product = named.product || (products[0] ?? "");
  const channels = all.filter((channel) => channel.product === product).map(({ name }) => name);
  const usual = channels.includes("release") ? "release" : (channels[0] ?? "");
  const knows = { product: choice(products), channel: choice(channels), changeSet: number() };
  const { channel, changeSet } = await readAddress(searchParams, knows);
  return { knows, channels, product, channel: channel || usual, changeSet };
}

async function Drawn({ product, channel, changeSet }: Asked) {
  const now = await read((actor) => pathsOf(actor, product, channel, null));
  const after = changeSet === "" ? null : await pathsAfter({ product, channel, changeSet });
  return (
    <>
      {after?.kind === "wrong" && <Alert>{after.detail}</Alert>}
      {after?.kind === "found" && <Paths title={`After change set ${changeSet}`} graph={after.graph} />}
      <Paths title={after?.kind === "found" ? "Now" : "Paths"} graph={now} />
    </>
  );
}

type After = { kind: "found"; graph: PathGraph } | { kind: "wrong"; detail: string };

async function pathsAfter({ product, channel, changeSet }: Asked): Promise<After> {
  return read(async (actor): Promise<After> => {
    try {
      return { kind: "found", graph: await pathsOf(actor, product, channel, Number(changeSet)) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { kind: "wrong", detail: error.message };
    }
  });
}

function Paths({ title, graph }: { title: string; graph: PathGraph }) {
  if (graph.starts === 0) {
    return (
      <Panel title={title}>
        <Notice icon={<Waypoints />} title={`${graph.product} has shipped nothing yet`}>
          Once it has releases with builds, this page shows where each of them is led to.
        </Notice>
      </Panel>
    );
  }
  return (
    <Panel title={title} note={<Summary graph={graph} />}>
      <PathMap graph={graph} label={`${title}: ${graph.product} on ${graph.channel}, drawn`} />
      <p className="px-3 pb-2 text-2xs text-ink-faint">
        Numbers are builds (build target × locale, for each kind of system). Dashed: clients outside a
        background rate. Red: dead ends, circles and downgrades.
      </p>
      <div className="border-t border-line">
        <EndTable ends={graph.ends} />
      </div>
    </Panel>
  );
}

function Summary({ graph: { isComplete, newest, starts, ends } }: { graph: PathGraph }) {
  const lost = ends
    .filter(({ kind, branch }) => branch === "mapping" && (kind === "dead end" || kind === "loop"))
    .reduce((sum, { count }) => sum + count, 0);
  const to = newest ? ` to ${newest.release}` : "";
  return isComplete ? (
    <Badge tone="good">
      All {starts.toLocaleString("en-US")} builds are led{to}, or told why not
    </Badge>
  ) : (
    <Badge tone="bad">
      {lost.toLocaleString("en-US")} of {starts.toLocaleString("en-US")} builds never get there
    </Badge>
  );
}
