import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import type { End } from "@/lib/analysis/path-graph";

import { endInWords, fewInWords, toneOf } from "./words";

/** Where clients end, the worst first. */
export function EndTable({ ends }: { ends: readonly End[] }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full min-w-[52rem] text-xs">
        <caption className="sr-only">Where clients end, the worst first</caption>
        <thead>
          <tr className="border-b border-line text-left text-2xs text-ink-faint [&>th]:px-3 [&>th]:py-1.5 [&>th]:font-medium">
            <th>End</th>
            <th>With</th>
            <th className="text-right">Builds</th>
            <th>From</th>
            <th>Who</th>
            <th>Why</th>
            <th>
              <span className="sr-only">Look closer</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {ends.map((end) => (
            <EndRow
              key={`${end.branch} ${end.kind} ${end.release} ${end.reason} ${String(end.rule)}`}
              end={end}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EndRow({ end }: { end: End }) {
  const { kind, branch, release, version, count, from, buildTargets, osVersions, reason, rule, example } =
    end;
  return (
    <tr className="border-b border-line align-top last:border-b-0 [&>td]:px-3 [&>td]:py-1.5">
      <td>
        <Badge tone={toneOf(kind)}>{endInWords(kind)}</Badge>
        {branch === "fallback" && <div className="mt-0.5 text-2xs text-ink-faint">outside the rate</div>}
      </td>
      <td>
        <Link href={`/releases/${encodeURIComponent(release)}`} className="link">
          {release}
        </Link>
        <div className="figures text-2xs text-ink-faint">{version}</div>
      </td>
      <td className="figures text-right">{count.toLocaleString("en-US")}</td>
      <td title={from.join("\n")}>{fewInWords(from)}</td>
      <td title={[...buildTargets, ...osVersions].join("\n")}>
        {fewInWords(buildTargets, 2)}
        <div className="text-2xs text-ink-faint">{fewInWords(osVersions, 2)}</div>
      </td>
      <td className="max-w-64">
        {reason}
        {rule !== null && (
          <>
            {" "}
            <Link href={`/rules/${String(rule)}`} className="link whitespace-nowrap">
              rule {rule}
            </Link>
          </>
        )}
        {end.loop.length > 0 && <div className="text-2xs text-bad">{end.loop.join(" → ")}</div>}
      </td>
      <td>
        <Link
          href={`/explain?${new URLSearchParams({ url: example }).toString()}`}
          className="link whitespace-nowrap"
        >
          Explain
        </Link>
      </td>
    </tr>
  );
}
