import { History, TriangleAlert, Undo2 } from "lucide-react";
import type { ReactNode } from "react";

import { Source } from "@/components/audit/source";
import { buttonStyle } from "@/components/ui/button";
import { Facts } from "@/components/ui/facts";
import { Link } from "@/components/ui/link";
import { Moment } from "@/components/ui/moment";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import type { Conflict } from "@/lib/errors";

import { ChangeSetActions, type ActedOn, type ChangeSetDeeds } from "./change-set-actions";
import { Checklist, type ListedSignOff } from "./checklist";
import { CommentForm } from "./comment-form";
import { ConflictPanel } from "./conflict-panel";
import { EventList, type ListedEvent } from "./event-list";
import { RateTimeline, type RateCurve } from "./rate-timeline";
import { StateBadge } from "./states";
import { StepPanel, type ShownStep } from "./step-panel";
import { productsInWords, type ShownRequirement } from "./words";

export type ShownChangeSet = ActedOn & {
  author: string;
  source: string;
  products: readonly string[];
  failure: string | null;
  /** ISO 8601, as the following; null: it does not expire. */
  expiresAt: string | null;
  createdAt: string;
  /** It goes back to a state that was approved before. */
  restores: boolean;
  steps: readonly ShownStep[];
  curves: readonly RateCurve[];
  conflicts: readonly Conflict[];
  requirements: readonly ShownRequirement[];
  signOffs: readonly ListedSignOff[];
  events: readonly ListedEvent[];
};

type ChangeSetViewProps = {
  set: ShownChangeSet;
  deeds: ChangeSetDeeds;
  /** What it would do, as long as it is to come. */
  analysis?: ReactNode;
};

/** A change set: what it changes on one side, who has to sign and what was said on the other. */
export function ChangeSetView({ set, deeds, analysis }: ChangeSetViewProps) {
  const { id, rowVersion, state, may, conflicts } = set;
  const isOpen = state === "draft" || state === "proposed";
  return (
    <>
      <PageHeader
        parent={{ href: "/changes", label: "Changes" }}
        title={`Change set ${String(id)}`}
        badges={<StateBadge state={state} />}
        note={<p className="text-base text-ink">{set.reason}</p>}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="grid min-w-0 gap-4">
          {set.failure !== null && <Failure text={set.failure} />}
          <WayBack set={set} />
          {conflicts.length > 0 && (
            <ConflictPanel
              conflicts={conflicts}
              resolve={may.drive && isOpen ? { id, rowVersion, send: deeds.resolve } : null}
            />
          )}
          {set.curves.length > 0 && (
            <Panel title="Rates over time">
              <RateTimeline curves={set.curves} />
            </Panel>
          )}
          {set.steps.map((step) => (
            <StepPanel key={step.position} step={step} of={set.steps.length} />
          ))}
          {analysis}
        </div>
        <div className="grid min-w-0 gap-4">
          <Checklist state={state} requirements={set.requirements} signOffs={set.signOffs}>
            <ChangeSetActions set={set} deeds={deeds} />
          </Checklist>
          <About set={set} />
          <EventList events={set.events}>
            <CommentForm id={id} send={deeds.comment} />
          </EventList>
        </div>
      </div>
    </>
  );
}

function About({ set }: { set: ShownChangeSet }) {
  return (
    <Panel title="About">
      <Facts
        facts={[
          {
            name: "By",
            value: (
              <>
                {set.author} <Source source={set.source} />
              </>
            ),
          },
          { name: "Made", value: <Moment at={set.createdAt} /> },
          { name: "For", value: productsInWords(set.products) },
          ...(set.expiresAt === null ? [] : [{ name: "Expires", value: <Moment at={set.expiresAt} /> }]),
          ...(set.restores ? [{ name: "Goes back", value: "to a state that was approved before" }] : []),
        ]}
      />
    </Panel>
  );
}

function Failure({ text }: { text: string }) {
  return (
    <div role="alert" className="flex gap-2 rounded-md border border-bad bg-bad-fill p-3 text-sm text-bad">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div>
        <p className="font-medium">It could not be enacted. Nothing of this step took effect.</p>
        <p className="mt-0.5">{text}</p>
      </div>
    </div>
  );
}

/** What was enacted can be looked at, and taken back. */
function WayBack({ set: { steps, state, may } }: { set: ShownChangeSet }) {
  const revisions = steps.flatMap(({ revision }) => (revision === null ? [] : [revision])).reverse();
  if (revisions.length === 0) return null;
  const isCutShort = state === "cancelled" || state === "failed";
  return (
    <Panel
      title={isCutShort ? "What was enacted before stays until it is rolled back" : "Enacted"}
      className={isCutShort ? "border-warn" : ""}
    >
      <ul className="divide-y divide-line">
        {revisions.map((revision) => (
          <li key={revision} className="flex min-h-10 flex-wrap items-center gap-3 px-3 text-sm">
            <Link
              href={`/audit/${String(revision)}`}
              className="link inline-flex items-center gap-1.5 font-medium"
            >
              <History aria-hidden className="size-3.5" />
              Revision {revision}
            </Link>
            {may.drive && (
              <Link href={`/audit/back?revision=${String(revision)}`} className={`${buttonStyle()} ml-auto`}>
                <Undo2 aria-hidden />
                Roll back revision {revision}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
