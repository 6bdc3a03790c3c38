import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Moment } from "@/components/ui/moment";
import { Panel } from "@/components/ui/panel";
import { arrivalInWords, type Arrival } from "@/lib/nodes/arrival";

/** When the last revisions were live everywhere. */
export function ArrivalList({ arrivals }: { arrivals: readonly Arrival[] }) {
  const reported = arrivals.filter(({ nodes }) => nodes > 0);
  return (
    <Panel title="Last revisions" note="and when every node that was there answered from them">
      {reported.length === 0 ? (
        <p className="p-3 text-xs text-ink-soft">
          {arrivals.length === 0
            ? "Nothing has been changed yet."
            : "Nothing has been changed since nodes report: what is enacted from now on is followed to each of them."}
        </p>
      ) : (
        <ul className="divide-y divide-line text-xs">
          {reported.map((arrival) => (
            <li
              key={arrival.revision}
              className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1"
            >
              <Link href={`/audit/${String(arrival.revision)}`} className="w-12 text-link figures">
                #{arrival.revision}
              </Link>
              <span className="w-32 text-ink-faint">
                <Moment at={arrival.enactedAt.toISOString()} />
              </span>
              {arrival.missing.length > 0 && <Badge tone="warn">not everywhere</Badge>}
              <span className="text-ink-soft">{arrivalInWords(arrival)}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
