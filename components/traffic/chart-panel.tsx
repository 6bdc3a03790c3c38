"use client";

import { Table2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useId, useState } from "react";

import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { localTime, utcTime } from "@/components/ui/time";
import { useIsAlive } from "@/components/ui/use-is-alive";

import type { ChartData } from "./chart-data";

const LineChart = dynamic(() => import("./line-chart").then((chart) => chart.LineChart), {
  ssr: false,
  loading: () => <div className="h-[220px]" />,
});

type ChartPanelProps = ChartData & { title: string; note?: string };

/** A chart, and behind it the table of what it shows. */
export function ChartPanel({ title, note, ...data }: ChartPanelProps) {
  const [isTable, setIsTable] = useState(false);
  const id = useId();
  return (
    <Panel
      title={title}
      note={note}
      actions={
        <Button
          look="quiet"
          aria-pressed={isTable}
          aria-controls={id}
          aria-label={`${title} as a table`}
          onClick={() => {
            setIsTable(!isTable);
          }}
        >
          <Table2 aria-hidden />
          Table
        </Button>
      }
    >
      <div id={id}>
        {isTable ? (
          <ChartTable title={title} {...data} />
        ) : (
          <div role="img" aria-label={`${title}: a chart; its table says the same`} className="px-1 py-3">
            <LineChart {...data} />
          </div>
        )}
      </div>
    </Panel>
  );
}

/** The newest step first; steps of which there is nothing are left out. */
function ChartTable({ title, steps, lines, unit }: ChartData & { title: string }) {
  const isAlive = useIsAlive();
  const rows = steps
    .map((at, index) => ({ at, values: lines.map(({ values }) => values[index] ?? null) }))
    .filter(({ values }) => values.some((value) => value !== null && value !== 0))
    .reverse();
  return (
    <div role="region" tabIndex={0} aria-label={`${title}, table`} className="max-h-72 overflow-auto">
      <table className="w-full text-xs">
        <thead className="sticky top-0 bg-surface text-left text-ink-soft">
          <tr>
            <th scope="col" className="px-3 py-1.5 font-medium">
              From
            </th>
            {lines.map(({ name }) => (
              <th key={name} scope="col" className="px-3 py-1.5 text-right font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="figures divide-y divide-line">
          {rows.map(({ at, values }) => (
            <tr key={at}>
              <th scope="row" className="px-3 py-1 text-left font-normal whitespace-nowrap">
                {utcTime(at)}
                {isAlive && <span className="ml-2 text-ink-faint">{localTime(at)}</span>}
              </th>
              {values.map((value, index) => (
                <td key={lines[index]?.name} className="px-3 py-1 text-right">
                  {shown(value, unit)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function shown(value: number | null, unit: ChartData["unit"]): string {
  if (value === null) return "–";
  return unit === "%" ? `${String(value)} %` : value.toLocaleString("en");
}
