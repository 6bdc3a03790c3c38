import type { ReactNode } from "react";

import { Panel } from "@/components/ui/panel";
import type { Series } from "@/lib/traffic/series";

type ShareTableProps = {
  title: string;
  /** What the values are. */
  of: string;
  series: readonly Series[];
  name?: (value: string) => ReactNode;
};

/** How many requests each value has, and how many of them were served something. */
export function ShareTable({ title, of, series, name = (value) => value }: ShareTableProps) {
  const all = series.reduce((sum, { requests }) => sum + requests, 0);
  return (
    <Panel title={title}>
      <div role="region" tabIndex={0} aria-label={`${title}, table`} className="max-h-72 overflow-auto">
        <table className="w-full text-xs">
          <thead className="text-left text-ink-soft">
            <tr>
              <th scope="col" className="px-3 py-1.5 font-medium">
                {of}
              </th>
              {["Requests", "Share", "Served"].map((head) => (
                <th key={head} scope="col" className="px-3 py-1.5 text-right font-medium">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="figures divide-y divide-line">
            {series.map(({ value, requests, served }) => (
              <tr key={value}>
                <th scope="row" className="px-3 py-1 text-left font-normal break-all">
                  {name(value)}
                </th>
                <td className="px-3 py-1 text-right whitespace-nowrap">{requests.toLocaleString("en")}</td>
                <td className="px-3 py-1 text-right whitespace-nowrap">
                  {((100 * requests) / Math.max(all, 1)).toFixed(1)} %
                </td>
                <td className="px-3 py-1 text-right whitespace-nowrap">{served.toLocaleString("en")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
