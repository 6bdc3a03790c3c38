import { headers } from "next/headers";
import { Suspense, type ReactNode } from "react";

import { ImpactPanel } from "@/components/changes/impact-panel";
import { PreviewPanel } from "@/components/changes/preview-panel";
import { ProblemList } from "@/components/changes/problem-list";
import { operationInWords } from "@/components/drafts/edit-words";
import { Deed, ProseField } from "@/components/ui/deed";
import { Link } from "@/components/ui/link";
import { Panel } from "@/components/ui/panel";
import type { Person } from "@/lib/access/role";
import type { ChangedProblem } from "@/lib/analysis/problems";
import { env } from "@/lib/env";
import { Refusal } from "@/lib/errors";

import { read } from "../../reading";
import { letPass, mend } from "../actions";
import { keptImpact, keptProblems, type AnalysisState } from "./kept-analysis";

/** A change set that is still to take effect. */
type Place = AnalysisState & {
  mayEdit: boolean;
  /** Why it may bring problems; null: errors block it. */
  override: string | null;
};

type AnalysisProps = Place & {
  /** The path of its preview. */
  preview: string | null;
};

/** What a change set would do; worked out while the rest of the page is there already. */
export async function Analysis({ preview, ...place }: AnalysisProps) {
  // A new state begins anew, so that the rest of the page does not wait for it.
  const state = `${String(place.rowVersion)} ${String(place.revision)}`;
  return (
    <>
      <Suspense
        key={`problems ${state}`}
        fallback={<Pending title="Problems" text="Looking for problems …" />}
      >
        <Problems {...place} />
      </Suspense>
      <Suspense
        key={`impact ${state}`}
        fallback={<Pending title="Impact" text="Asking for every client, before and after …" />}
      >
        <Clients {...place} />
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

async function Problems({ mayEdit, override, ...state }: Place) {
  const { id, rowVersion } = state;
  const told = await attempt((actor) => keptProblems(actor, state));
  if ("refused" in told) return <Refused title="Problems" text={told.refused} />;
  const { problems, solved } = told.found;
  const brought = problems.filter(({ isNew }) => isNew);
  const errors = brought.filter(({ severity }) => severity === "error").length;
  return (
    <Panel
      title="Problems"
      note={brought.length === 0 ? "It brings none." : `It brings ${String(brought.length)}.`}
      actions={errors > 0 && mayEdit && override === null && <Override id={id} rowVersion={rowVersion} />}
    >
      {errors > 0 && <Blocked errors={errors} override={override} />}
      <ProblemList
        problems={brought}
        mend={(problem) => mayEdit && <Mend problem={problem} place={{ id, rowVersion }} />}
      />
      <Others solved={solved.length} others={problems.length - brought.length} />
      {problems.length === 0 && solved.length === 0 && <Text>Nothing is wrong with it.</Text>}
    </Panel>
  );
}

/** What it solves, and what is wrong without it. */
function Others({ solved, others }: { solved: number; others: number }) {
  if (solved === 0 && others === 0) return null;
  return (
    <Text>
      {solved > 0 && `It puts ${String(solved)} right. `}
      {others > 0 && (
        <Link href="/problems" className="link">
          {others} that {others === 1 ? "is" : "are"} there already
        </Link>
      )}
    </Text>
  );
}

/** What errors mean for the change set. */
function Blocked({ errors, override }: { errors: number; override: string | null }) {
  const what = errors === 1 ? "An error" : `${String(errors)} errors`;
  if (override === null) {
    return (
      <p className="border-b border-line bg-bad-fill px-3 py-2 text-xs text-bad">
        {what} of these {errors === 1 ? "blocks" : "block"} it: mend {errors === 1 ? "it" : "them"}, or say
        why it is to be enacted all the same.
      </p>
    );
  }
  return (
    <p className="border-b border-line bg-warn-fill px-3 py-2 text-xs break-words text-warn">
      {what} of these {errors === 1 ? "is" : "are"} let pass: {override}
    </p>
  );
}

function Override(place: { id: number; rowVersion: number }) {
  return (
    <Deed
      label="Override"
      fields={place}
      send={letPass}
      question={{
        title: "Let its errors pass",
        note: "That is an edit: sign-offs are taken away, and it is to be proposed again. Whoever signs sees the reason, and the record keeps it.",
        answer: "Let them pass",
        inputs: <ProseField name="override" label="Why it is right all the same" required />,
      }}
    />
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

async function Clients({ id, rowVersion, revision }: AnalysisState) {
  const told = await attempt((actor) => keptImpact(actor, { id, rowVersion, revision }));
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
