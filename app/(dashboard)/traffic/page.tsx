import { ChartLine } from "lucide-react";
import type { Metadata } from "next";

import { UpdatePath } from "@/components/explain/update-path";
import { Page } from "@/components/shell/page";
import { rateLines, requestLines } from "@/components/traffic/chart-data";
import { ChartPanel } from "@/components/traffic/chart-panel";
import { ShareTable } from "@/components/traffic/share-table";
import { TrafficFilter } from "@/components/traffic/traffic-filter";
import type { AskedTraffic } from "@/components/traffic/traffic-filter";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { readView } from "@/lib/overview/service";
import type { Rule } from "@/lib/rules/rule";
import type { Series } from "@/lib/traffic/series";
import { readTrafficBy, type Traffic } from "@/lib/traffic/service";

import { read } from "../reading";
import type { SearchParams } from "../reading";
import { knows, questionOf, readAsked } from "./asked";

export const metadata: Metadata = { title: "Traffic" };

const groupings = ["version", "release", "rule", "buildTarget", "os", "node"] as const;
type Told = Readonly<Record<(typeof groupings)[number], readonly Series[]>> & { readonly all: Traffic };

export default async function TrafficPage({ searchParams }: { searchParams: SearchParams }) {
  const asked = await readAsked(searchParams);
  const { products, rules } = await read(readView);
  const question = questionOf(asked, new Date());
  const [all, ...parts] = await read((actor) => readTrafficBy(actor, question, [null, ...groupings]));
  if (!all) throw new Error("Every question has an answer");
  const told = {
    all,
    ...Object.fromEntries(groupings.map((by, index) => [by, parts[index]?.series ?? []])),
  } as Told;
  const channels = all.counted.filter(({ product }) => asked.product === "" || product === asked.product);
  return (
    <Page knows={knows}>
      <PageHeader
        title="Traffic"
        note="What clients ask and are answered. Nothing is kept that tells one client from another."
      />
      <TrafficFilter
        asked={asked}
        products={products}
        channels={[...new Set(channels.map(({ channel }) => channel))]}
      />
      {all.series.length > 0 ? <Told {...told} rules={rules} /> : <Nothing asked={asked} />}
    </Page>
  );
}

function Told({
  all,
  version,
  release,
  rule,
  buildTarget,
  os,
  node,
  rules,
}: Told & { rules: readonly Rule[] }) {
  const steps = all.steps.map((at) => at.toISOString());
  const names = new Map(rules.map(({ id, alias }) => [String(id), alias ?? `rule ${String(id)}`]));
  const nameOf = (value: string) => names.get(value) ?? (value === "none" ? "no rule" : value);
  const time = { steps, unit: "requests" as const };
  const released = release.filter(({ value }) => value !== "none");
  return (
    <div className="grid gap-4">
      <ChartPanel
        {...time}
        title="Requests and served updates"
        note={stepInWords(all)}
        lines={totals(all.series[0])}
      />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <ChartPanel {...time} title="Versions in use" lines={requestLines(version)} />
        <ChartPanel {...time} title="Releases served" lines={requestLines(released)} />
        <RollOuts steps={steps} rules={rule} nameOf={nameOf} />
        <ChartPanel {...time} title="Requests by node" lines={requestLines(node)} />
      </div>
      <div className="grid items-start gap-4 xl:grid-cols-3">
        <ShareTable
          title="Deciding rules"
          of="Rule"
          series={rule}
          name={(value) =>
            names.has(value) ? (
              <Link href={`/rules/${value}`} className="link">
                {nameOf(value)}
              </Link>
            ) : (
              nameOf(value)
            )
          }
        />
        <ShareTable title="Build targets" of="Build target" series={buildTarget} />
        <ShareTable title="Systems" of="System" series={os} />
      </div>
    </div>
  );
}

function totals(all: Series | undefined) {
  if (!all) return [];
  return [
    { name: "Requests", values: all.points.map(({ requests }) => requests) },
    { name: "Served", values: all.points.map(({ served }) => served) },
  ];
}

type RollOutsProps = {
  steps: readonly string[];
  rules: readonly Series[];
  nameOf: (value: string) => string;
};

/** One chart for each rule with a rate below 100 that background checks met. */
function RollOuts({ steps, rules, nameOf }: RollOutsProps) {
  const throttled = rules.filter((one) => one.throttled > 0).slice(0, mostRollOuts);
  return throttled.map((one) => (
    <ChartPanel
      key={one.value}
      title={`Roll-out of ${nameOf(one.value)}`}
      note="background checks inside the rate"
      steps={steps}
      unit="%"
      lines={rateLines(one)}
    />
  ));
}

const mostRollOuts = 6;

function stepInWords({ step }: Traffic): string {
  const words = { minute: "minute", "5minutes": "5 minutes", hour: "hour", "6hours": "6 hours", day: "day" };
  return `per ${words[step]}, UTC`;
}

function Nothing({ asked }: { asked: AskedTraffic }) {
  const isFiltered = asked.product !== "" || asked.channel !== "";
  return (
    <Panel>
      <Notice
        icon={<ChartLine />}
        title={isFiltered ? "No requests of these clients in this span" : "No requests yet"}
        action={
          <Link href="/explain" className="link">
            Ask as a client would
          </Link>
        }
      >
        Clients are counted here when they ask for updates, after about ten seconds. Point one here with its
        preference <code>app.update.url</code>: this service’s address, then <UpdatePath />
      </Notice>
    </Panel>
  );
}
