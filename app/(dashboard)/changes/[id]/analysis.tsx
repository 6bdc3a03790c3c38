import { headers } from "next/headers";
import { Suspense, type ReactNode } from "react";

import { ImpactPanel } from "@/components/changes/impact-panel";
import { PreviewPanel } from "@/components/changes/preview-panel";
import { ProblemList } from "@/components/changes/problem-list";
import { operationInWords } from "@/components/drafts/edit-words";
import { Deed } from "@/components/ui/deed";
import { Panel } from "@/components/ui/panel";
import type { Person } from "@/lib/access/role";
import type { ChangedProblem } from "@/lib/analysis/problems";
import { impactOfChangeSet, problemsOfChangeSet } from "@/lib/analysis/service";
import { env } from "@/lib/env";
import { Refusal } from "@/lib/errors";

import { read } from "../../reading";
import { mend } from "../actions";

/** A change set that is still to take effect. */
type Place = { id: number; rowVersion: number; mayEdit: boolean };

type AnalysisProps = Place & {
  /** The path of its preview. */
  preview: string | null;
};

/** What a change set would do; worked out while the rest of the page is there already. */
export async function Analysis({ preview, ...place }: AnalysisProps) {
  return (
    <>
      <Suspense fallback={<Pending title="Problems" text="Looking for problems …" />}>
        <Problems {...place} />
      </Suspense>
      <Suspense fallback={<Pending title="Impact" text="Asking for every client, before and after …" />}>
        <Clients id={place.id} />
      </Suspense>
      {preview !== null && <PreviewPanel address={(await ownAddress()) + preview} />}
    </>
  );
}

/** Where this service is asked, as its settings say, else as whoever asks for the page knows it. */
async function ownAddress(): Promise<string> {
  const { AUS_URL } = env();
  if (AUS_URL !== undefined) return AUS_URL.replace(/\/$/, "");
  const asked = await headers();
  return `${asked.get("x-forwarded-proto") ?? "http"}://${asked.get("host") ?? ""}`;
}

function Pending({ title, text }: { title: string; text: string }) {
  return (
    <Panel title={title}>
      <Text>
        <span role="status">{text}</span>
        <progress aria-label={text} className="ml-3 h-1.5 w-40 align-middle" />
      </Text>
    </Panel>
  );
}

function Text({ children }: { children: ReactNode }) {
  return <p className="px-3 py-3 text-xs text-ink-soft">{children}</p>;
}

/** What a service finds out, or why it can't. */
async function attempt<T>(ask: (actor: Person) => Promise<T>): Promise<{ found: T } | { refused: string }> {
  return read(async (actor) => {
    try {
      return { found: await ask(actor) };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === "forbidden") throw error;
      return { refused: error.message };
    }
  });
}

async function Problems({ id, rowVersion, mayEdit }: Place) {
  const told = await attempt((actor) => problemsOfChangeSet(actor, id));
  if ("refused" in told) return <Refused title="Problems" text={told.refused} />;
  const { problems, solved } = told.found;
  const brought = problems.filter(({ isNew }) => isNew);
  const others = problems.length - brought.length;
  return (
    <Panel
      title="Problems"
      note={brought.length === 0 ? "It brings none." : `It brings ${String(brought.length)}.`}
    >
      <ProblemList
        problems={brought}
        mend={(problem) => mayEdit && <Mend problem={problem} place={{ id, rowVersion }} />}
      />
      {(solved.length > 0 || others > 0) && (
        <Text>
          {solved.length > 0 && `It puts ${String(solved.length)} right. `}
          {others > 0 && (
            <a href="/problems" className="link">
              {others} that {others === 1 ? "is" : "are"} there already
            </a>
          )}
        </Text>
      )}
      {problems.length === 0 && solved.length === 0 && <Text>Nothing is wrong with it.</Text>}
    </Panel>
  );
}

function Mend({ problem, place }: { problem: ChangedProblem; place: { id: number; rowVersion: number } }) {
  if (!problem.mend) return null;
  return (
    <Deed
      label={<span title={operationInWords(problem.mend)}>Mend</span>}
      fields={{ ...place, operation: JSON.stringify(problem.mend) }}
      send={mend}
    />
  );
}

async function Clients({ id }: { id: number }) {
  const told = await attempt((actor) => impactOfChangeSet(actor, id));
  if ("refused" in told) return <Refused title="Impact" text={told.refused} />;
  return <ImpactPanel impact={told.found} changeSet={id} />;
}

function Refused({ title, text }: { title: string; text: string }) {
  return (
    <Panel title={title}>
      <Text>{text}</Text>
    </Panel>
  );
}
