import { CalendarClock } from "lucide-react";
import type { Metadata } from "next";

import { AgendaAxis, AgendaMark } from "@/components/changes/agenda-axis";
import { nothing } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { Link } from "@/components/ui/link";
import { Moment } from "@/components/ui/moment";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import type { AgendaItem } from "@/lib/change-sets/agenda";
import { readAgenda } from "@/lib/change-sets/service-agenda";

import { read } from "../../reading";

export const metadata: Metadata = { title: "Agenda" };

const hours = 48;

export default async function AgendaPage() {
  const now = new Date();
  const items = await read((actor) => readAgenda(actor, now, hours));
  const shown = items.map(({ at, kind, changeSet, state, collisions }) => ({
    at: at.toISOString(),
    kind,
    changeSet,
    isLate: at < now && state !== "paused",
    collides: collisions.length > 0,
  }));
  return (
    <Page knows={nothing}>
      <PageHeader
        parent={{ href: "/changes", label: "Changes" }}
        title="Agenda"
        note="What happens by itself in the next 48 hours: steps that take effect, and proposals that expire."
      />
      <Panel>
        {items.length === 0 ? (
          <Notice icon={<CalendarClock />} title="Nothing happens by itself">
            Change sets that are scheduled, and proposals that will expire, appear here.
          </Notice>
        ) : (
          <>
            <div className="border-b border-line pt-3">
              <AgendaAxis items={shown} from={now.toISOString()} hours={hours} />
            </div>
            <ol aria-label="By time">
              {items.map((item, index) => (
                <Row key={index} item={item} isLate={shown[index]?.isLate ?? false} />
              ))}
            </ol>
          </>
        )}
      </Panel>
    </Page>
  );
}

const mostRows = 4;

function Row({ item, isLate }: { item: AgendaItem; isLate: boolean }) {
  const { at, kind, changeSet, state, reason, author, step, rows, collisions } = item;
  return (
    <li className="grid grid-cols-[9rem_4rem_minmax(0,1fr)] items-baseline gap-3 max-md:grid-cols-[1fr_auto] max-md:gap-y-1 max-md:[&>div]:col-span-2 border-b border-line px-3 py-2 text-xs last:border-b-0">
      <Moment at={at.toISOString()} />
      <span>
        <AgendaMark kind={kind} isLate={isLate} />
      </span>
      <div className="min-w-0">
        <Link href={`/changes/${String(changeSet)}`} className="text-link">
          Change set {changeSet}
        </Link>{" "}
        <span className="text-ink-soft">{reason}</span>
        <div className="text-2xs text-ink-faint">
          {author}, {state}
          {step && step.of > 1 && `, step ${String(step.number)} of ${String(step.of)}`}
          {rows.length > 0 && `: ${rows.slice(0, mostRows).join(", ")}`}
          {rows.length > mostRows && ` and ${String(rows.length - mostRows)} more`}
        </div>
        {collisions.length > 0 && (
          <p className="mt-0.5 text-2xs text-bad">
            Touches what others touch:{" "}
            {collisions.slice(0, mostRows).map(({ changeSet: other, row }) => (
              <span key={`${String(other)} ${row}`} className="mr-2">
                {row}, also in{" "}
                <Link href={`/changes/${String(other)}`} className="text-link">
                  change set {other}
                </Link>
              </span>
            ))}
          </p>
        )}
      </div>
    </li>
  );
}
