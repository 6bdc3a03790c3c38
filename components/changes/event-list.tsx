import { MessageSquare } from "lucide-react";

import { classes } from "@/components/ui/classes";
import { Moment } from "@/components/ui/moment";
import { Panel } from "@/components/ui/panel";
import type { EventKind } from "@/lib/change-sets/change-set";

export type ListedEvent = {
  kind: EventKind;
  actor: string;
  /** ISO 8601. */
  at: string;
  text: string;
};

const deeds: Record<EventKind, string> = {
  created: "made it",
  edited: "edited it",
  proposed: "proposed it",
  signed: "signed",
  "sign-off-voided": "voided a sign-off",
  comment: "wrote",
  "changes-requested": "asks for changes",
  approved: "gave the last sign-off",
  scheduled: "scheduled it",
  paused: "paused it",
  continued: "let it go on",
  "step-enacted": "enacted a step",
  enacted: "enacted it",
  aborted: "aborted it",
  cancelled: "cancelled it",
  expired: "let it expire",
  failed: "could not enact it",
};

const spoken: readonly EventKind[] = ["comment", "changes-requested"];

type EventListProps = { events: readonly ListedEvent[]; children?: React.ReactNode };

/** What happened to a change set and what was said about it, the oldest first. */
export function EventList({ events, children }: EventListProps) {
  return (
    <Panel title="Discussion and events">
      <ol className="px-3 py-2">
        {events.map((event, index) => (
          <Line key={index} {...event} />
        ))}
        {events.length === 0 && <li className="py-1 text-xs text-ink-soft">Nothing was said yet.</li>}
      </ol>
      {children}
    </Panel>
  );
}

function Line({ kind, actor, at, text }: ListedEvent) {
  const isSpoken = spoken.includes(kind);
  return (
    <li className="group relative grid grid-cols-[1rem_1fr] gap-x-2.5 pb-2.5 last:pb-0">
      <span
        aria-hidden
        className="flex justify-center before:absolute before:top-4 before:bottom-0 before:left-2 before:w-px before:bg-line group-last:before:hidden"
      >
        {isSpoken ? (
          <MessageSquare className="relative mt-0.5 size-3.5 text-accent" />
        ) : (
          <span className="relative mt-1.5 size-[7px] rounded-full bg-line-strong" />
        )}
      </span>
      <div className="min-w-0 text-xs">
        <p className="flex items-baseline gap-x-2">
          <span className="min-w-0 flex-1 text-ink-soft">
            <span className="font-medium break-words text-ink">{actor}</span> {deeds[kind]}
            {kind === "signed" && text !== "" && ` as ${text}`}
          </span>
          <span className="text-ink-faint">
            <Moment at={at} />
          </span>
        </p>
        {kind === "scheduled" && text !== "" ? (
          <p className="mt-0.5 text-ink-soft">
            the next step <Moment at={text} />
          </p>
        ) : (
          kind !== "signed" &&
          text !== "" && (
            <p
              className={classes(
                "mt-0.5 break-words whitespace-pre-wrap",
                isSpoken ? "rounded-sm bg-sunken px-2.5 py-1.5 text-sm" : "text-ink-soft",
              )}
            >
              {text}
            </p>
          )
        )}
      </div>
    </li>
  );
}
