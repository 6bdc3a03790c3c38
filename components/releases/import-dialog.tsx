"use client";

import { LoaderCircle } from "lucide-react";
import { useEffect, useMemo, useState, useTransition } from "react";

import { useEditing } from "@/components/drafts/editing";
import type { EditOutcome, Refused } from "@/components/drafts/outcome";
import { unanswered } from "@/components/drafts/unanswered";
import { Progress } from "@/components/tasks/progress";
import { awaitWork, useRunning } from "@/components/tasks/running";
import { Button } from "@/components/ui/button";
import { Alert } from "@/components/ui/form";
import { TextRow } from "@/components/ui/labelled";
import { Modal } from "@/components/ui/modal";
import type { Count } from "@/lib/changes/count";
import { importTitle } from "@/lib/tasks/task";

import { atLines, readJson, type LineError } from "./json-lines";
import { LineErrors } from "./line-errors";

type Outlook = {
  readonly done: true;
  readonly counts: { readonly release: Count; readonly build: Count };
  readonly missing: readonly string[];
  readonly warnings: readonly string[];
};

export type ImportActions = {
  readonly look: (releases: readonly unknown[]) => Promise<Outlook | Refused>;
  readonly submit: (releases: readonly unknown[], reason: string) => Promise<EditOutcome>;
};

type ImportDialogProps = ImportActions & { file: { name: string; text: string }; onClose: () => void };

/** What a file would change, and whether it is to. */
export function ImportDialog({ file, look, submit, onClose }: ImportDialogProps) {
  const read = useMemo(() => readFile(file.text), [file.text]);
  const [reason, setReason] = useState("");
  const { outlook, failure, isChecking, isBusy, save } = useImport(read, { look, submit, onDone: onClose });
  const lines = failure ? atLines(file.text, failure.errors.filter(isOfFile), read.base) : read.errors;
  return (
    <Modal
      wide
      title={`Import ${file.name}`}
      note="Builds that are not in the file stay as they are."
      onClose={onClose}
    >
      <div className="grid gap-3 px-4 py-3">
        <div aria-live="polite" className="text-sm">
          {outlook && <Told outlook={outlook} />}
          {isChecking && <Checking text={file.text} />}
        </div>
        <LineErrors errors={lines} />
        {failure && lines.length === 0 && <Untold failure={failure} />}
        <TextRow
          id="import-reason"
          label="Reason"
          value={reason}
          onValue={setReason}
          error={reasonError(failure)}
        />
        <div>
          <Button
            look="primary"
            size="normal"
            disabled={isBusy || !outlook}
            onClick={() => {
              save(reason);
            }}
          >
            {isBusy ? "Importing" : "Import now"}
          </Button>
          {isBusy && <HowFar releases={read.releases ?? []} />}
        </div>
      </div>
    </Modal>
  );
}

/** How far an import has come. */
function HowFar({ releases }: { releases: readonly unknown[] }) {
  const title = importTitle(releases.map(nameOf));
  const task = useRunning().find((one) => one.title === title);
  useEffect(awaitWork, []);
  return (
    <div className="mt-2 grid gap-1">
      <Progress {...(task ?? { title, phase: "Sending", done: 0, total: 0 })} />
      <p className="text-2xs text-ink-faint">
        It goes on when you leave the page: a line at the top says how far it is.
      </p>
    </div>
  );
}

function nameOf(release: unknown): string {
  const name = typeof release === "object" && release !== null && "name" in release ? release.name : "";
  return typeof name === "string" ? name : "";
}

function useImport(read: ReadFile, { look, submit, onDone }: ImportActions & { onDone: () => void }) {
  const { tell } = useEditing();
  const [seen, setSeen] = useState<Outlook | Refused | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [isBusy, start] = useTransition();
  useEffect(() => {
    if (read.releases) void look(read.releases).catch(unanswered).then(setSeen);
  }, [look, read]);
  const save = (reason: string) => {
    start(async () => {
      const became = await submit(read.releases ?? [], reason).catch(unanswered);
      if (!became.done) {
        setRefused(became);
        return;
      }
      tell(became);
      onDone();
    });
  };
  const failure = refused ?? (seen?.done === false ? seen : null);
  const outlook = seen?.done === true ? seen : null;
  return { outlook, failure, isChecking: read.releases !== null && !seen, isBusy, save };
}

function reasonError(failure: Refused | null): string | undefined {
  return failure?.errors.find(isReason)?.detail;
}

/** What is wrong that neither a line nor a field shows. */
function Untold({ failure: { detail, errors } }: { failure: Refused }) {
  return errors.some(isReason) ? null : <Alert>{detail}</Alert>;
}

const isReason = ({ pointer }: { pointer: string }) => pointer === "/reason";
const isOfFile = ({ pointer }: { pointer: string }) => pointer.startsWith("/configuration/releases");

type ReadFile = {
  releases: readonly unknown[] | null;
  /** The part of the service's pointers that stands for the whole file. */
  base: string;
  errors: readonly LineError[];
};

/** A file holds one release, or several below "releases". */
function readFile(text: string): ReadFile {
  const { value, errors } = readJson(text);
  if (errors.length > 0) return { releases: null, base: "", errors };
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const detail = 'A file holds one release, or {"releases": […]}';
    return { releases: null, base: "", errors: [{ line: 1, detail }] };
  }
  const several = (value as Record<string, unknown>)["releases"];
  if (Array.isArray(several)) return { releases: several as unknown[], base: "/configuration", errors: [] };
  return { releases: [value], base: "/configuration/releases/0", errors: [] };
}

function Told({ outlook: { counts, missing, warnings } }: { outlook: Outlook }) {
  return (
    <>
      <p>
        Releases: {countsInWords(counts.release)}. Builds: {countsInWords(counts.build)}.
      </p>
      {missing.length > 0 && (
        <p className="text-xs text-warn">Will wait until {missing.join(" and ")} signed.</p>
      )}
      {warnings.slice(0, 5).map((warning) => (
        <p key={warning} className="text-xs text-warn">
          {warning}
        </p>
      ))}
    </>
  );
}

function Checking({ text }: { text: string }) {
  const size =
    text.length < 1_000_000 ? `${String(Math.ceil(text.length / 1_000))} kB` : megabytes(text.length);
  return (
    <span className="inline-flex items-center gap-2">
      <LoaderCircle aria-hidden className="size-4 animate-spin text-accent" />
      Read {size}. Checking every build, and what it would change …
    </span>
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function countsInWords({ created, updated, deleted }: Count): string {
  const parts = [
    created > 0 && `${String(created)} new`,
    updated > 0 && `${String(updated)} changed`,
    deleted > 0 && `${String(deleted)} deleted`,
  ].filter(Boolean);
  return parts.length === 0 ? "nothing to change" : parts.join(", ");
}
