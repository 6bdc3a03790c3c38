"use client";

import { ShieldCheck, ShieldQuestion, TriangleAlert } from "lucide-react";

import { useEditing } from "@/components/drafts/editing";
import { Follow } from "@/components/tasks/follow";
import { Progress } from "@/components/tasks/progress";
import type { ShownTask } from "@/components/tasks/shown-task";
import { Deed, type Send } from "@/components/ui/deed";
import { SelectField } from "@/components/ui/field";
import { Labelled } from "@/components/ui/labelled";
import { Moment } from "@/components/ui/moment";
import { Panel } from "@/components/ui/panel";
import { covers } from "@/lib/access/can";
import { causesInWords, faultsInWords } from "@/lib/verify/failure";
import type { Verified } from "@/lib/verify/verified";

import { FailureList } from "./failure-list";

/** What came of the last verification, as pages show it. */
export type ShownVerified = Omit<Verified, "at"> & { readonly at: string };

type VerificationPanelProps = {
  release: string;
  product: string;
  verified: ShownVerified | null;
  task: ShownTask | null;
  verify: Send;
};

/** Whether the files of a release are there and are what it says they are, as far as somebody had it verified. */
export function VerificationPanel({ release, product, verified, task, verify }: VerificationPanelProps) {
  const { rights } = useEditing();
  const isRunning = task?.state === "running";
  return (
    <Panel
      title="Files"
      note="whether they are there, and what the release says they are"
      actions={
        covers(rights.submit, product) &&
        !isRunning && (
          <Deed
            label="Verify files"
            fields={{ release }}
            send={verify}
            question={{
              title: "Verify files",
              note: `The service asks for each file of ${release} once.`,
              answer: "Verify",
              inputs: <DepthChoice />,
            }}
          />
        )
      }
    >
      <div className="grid gap-2 px-3 py-2.5 text-xs">
        {task !== null && <LastWork task={task} />}
        {verified !== null && <Result verified={verified} />}
        {verified === null && !isRunning && <Unverified />}
      </div>
      {verified !== null && verified.failures.length > 0 && (
        <FailureList failures={verified.failures} total={verified.failed} release={release} />
      )}
    </Panel>
  );
}

/** How far the verification is that runs, or why the last one came to nothing. */
function LastWork({ task }: { task: ShownTask }) {
  if (task.state === "done") return null;
  if (task.state === "running") {
    return (
      <>
        <Follow />
        <Progress {...task} />
      </>
    );
  }
  return (
    <p role="alert" className="text-bad">
      The last verification did not come to an end{task.result ? `: ${task.result.says}` : ""}. Begin it anew.
    </p>
  );
}

const depths = [
  { value: "range", label: "First bytes: whether each is there, of the right size" },
  { value: "head", label: "Headers only: for servers that give no parts of files" },
  { value: "full", label: "Whole: its hash as well; every file is downloaded" },
] as const;

function DepthChoice() {
  return (
    <Labelled id="depth" label="How thoroughly">
      {(ties) => (
        <SelectField {...ties} name="files" defaultValue="range" options={depths} className="max-w-full" />
      )}
    </Labelled>
  );
}

function Unverified() {
  return (
    <p className="flex items-center gap-1.5 text-ink-soft">
      <ShieldQuestion aria-hidden className="size-4 shrink-0" />
      Nobody has had them verified yet.
    </p>
  );
}

const looked = { head: "asked for by their headers", range: "asked for in part", full: "downloaded whole" };

function Result({
  verified: { at, by, depth, files, failed, failures, isCurrent },
}: {
  verified: ShownVerified;
}) {
  const isGood = failed === 0 && isCurrent;
  const Icon = isGood ? ShieldCheck : TriangleAlert;
  const tone = isGood ? "text-good" : failed > 0 ? "text-bad" : "text-warn";
  return (
    <div className="flex items-start gap-1.5">
      <Icon aria-hidden className={`size-4 shrink-0 ${tone}`} />
      <p>
        {failed === 0
          ? `All ${String(files)} files are as the release says`
          : `${faultsInWords(failed)} in ${String(files)} files (${causesInWords(failures)})`}
        , {looked[depth]} <Moment at={at} /> for {by}.
        {!isCurrent && (
          <strong className="text-warn"> The release was changed since: have it verified again.</strong>
        )}
      </p>
    </div>
  );
}
