"use client";

import { MonitorSmartphone, SquareTerminal } from "lucide-react";
import { useState, useTransition } from "react";

import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Alert } from "@/components/ui/form";
import { Moment } from "@/components/ui/moment";
import type { FormOutcome } from "@/components/ui/outcome";
import { Panel } from "@/components/ui/panel";
import { whyUnanswered } from "@/components/ui/unanswered";

export type ShownSession = {
  id: string;
  kind: "browser" | "cli";
  client: string;
  /** ISO 8601, as the following. */
  createdAt: string;
  seenAt: string;
  isThis: boolean;
};

type SessionListProps = {
  sessions: readonly ShownSession[];
  end: (id: string) => Promise<FormOutcome>;
  endOthers: () => Promise<FormOutcome>;
};

/** Where somebody is signed in, and the way to end it there. */
export function SessionList({ sessions, end, endOthers }: SessionListProps) {
  const [complaint, setComplaint] = useState<string | null>(null);
  const [isBusy, startEnding] = useTransition();
  const run = (ending: () => Promise<FormOutcome>) => {
    startEnding(async () => {
      const became = await ending().then((outcome) => (outcome.done ? null : outcome.detail), whyUnanswered);
      setComplaint(became);
    });
  };
  const hasOthers = sessions.some(({ isThis }) => !isThis);
  return (
    <Panel
      title="Sessions"
      note={sessions.length === 1 ? "only this one" : `${String(sessions.length)} places`}
      actions={
        hasOthers && (
          <Button
            disabled={isBusy}
            onClick={() => {
              run(endOthers);
            }}
          >
            Sign out everywhere else
          </Button>
        )
      }
    >
      <ul>
        {sessions.map((session) => (
          <SessionLine
            key={session.id}
            session={session}
            isBusy={isBusy}
            end={() => {
              run(() => end(session.id));
            }}
          />
        ))}
      </ul>
      {complaint !== null && (
        <div className="p-3">
          <Alert>{complaint}</Alert>
        </div>
      )}
    </Panel>
  );
}

type SessionLineProps = { session: ShownSession; isBusy: boolean; end: () => void };

function SessionLine({ session, isBusy, end }: SessionLineProps) {
  const Icon = session.kind === "cli" ? SquareTerminal : MonitorSmartphone;
  return (
    <li className="flex min-h-12 items-center gap-3 border-b border-line px-3 last:border-b-0">
      <Icon aria-hidden className="size-4 shrink-0 text-ink-faint" />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 text-sm">
          <span className="truncate">{session.client}</span>
          {session.isThis && <Badge tone="accent">This one</Badge>}
        </p>
        <p className="text-xs text-ink-soft">
          Since <Moment at={session.createdAt} /> · last seen <Moment at={session.seenAt} />
        </p>
      </div>
      {!session.isThis && (
        <Button disabled={isBusy} onClick={end} aria-label={`Sign out ${session.client}`}>
          Sign out
        </Button>
      )}
    </li>
  );
}
