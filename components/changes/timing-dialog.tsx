"use client";

import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Checked } from "@/components/ui/checked";
import { Hidden, type Send } from "@/components/ui/deed";
import { Alert } from "@/components/ui/form";
import { Modal } from "@/components/ui/modal";
import { useNow } from "@/components/ui/moment";
import { useForm } from "@/components/ui/use-form";
import { rampTemplates, readRamp, type RampText } from "@/lib/change-sets/ramp-text";

import { RampEditor } from "./ramp-editor";
import { toRows, type RampRow } from "./ramp-fields";
import { sentTime, TimeField, TimeFields, type ScheduledStep } from "./time-fields";
import { typedTime, type RampRule, type ShownTiming } from "./timing";

export type Kind = ShownTiming["kind"];

const choices = [
  { kind: "once", label: "At once" },
  { kind: "time", label: "At a time" },
  { kind: "ramp", label: "As a ramp" },
] as const;

export type TimedSet = {
  id: number;
  rowVersion: number;
  isProposed: boolean;
  timing: ShownTiming;
  rampRules: readonly RampRule[];
  pending: readonly ScheduledStep[];
};

type TimingDialogProps = { set: TimedSet; kind: Kind; send: Send; onClose: () => void };

/** When a change set takes effect: at once, at a time, or as a ramp that is drawn while it is typed. */
export function TimingDialog({ set, kind: first, send, onClose }: TimingDialogProps) {
  const { timing, rampRules, pending } = set;
  const now = useNow() ?? 0;
  const [kind, setKind] = useState(first);
  const [rows, setRows] = useState<readonly RampRow[]>(() => toRows(stepsOf(timing)));
  const [rules, setRules] = useState<readonly number[]>(() => rulesOf(timing, rampRules));
  // What the service found wrong is of no use any more once something else is typed.
  const [isTyped, setTyped] = useState(false);
  const [isTried, setTried] = useState(false);
  const { submit, isBusy, complaint, ...sent } = useForm(
    async (fields) => send({ ...fields, ...toSend(kind, { fields, rows, rules }) }),
    onClose,
  );
  const change = (changed: readonly RampRow[]) => {
    setTyped(true);
    setRows(changed);
  };
  const errors = isTyped ? {} : sent.errors;
  return (
    <Modal
      wide
      title={`When change set ${String(set.id)} takes effect`}
      note={
        set.isProposed
          ? "That is an edit: sign-offs are taken away, and it is to be proposed again."
          : "It is counted on once it is proposed and everybody has signed who has to."
      }
      onClose={onClose}
    >
      <form
        noValidate
        className="grid gap-4 p-4"
        aria-busy={isBusy}
        onChange={() => {
          setTyped(true);
        }}
        onSubmit={(event) => {
          setTyped(false);
          setTried(true);
          submit(event);
        }}
      >
        <Hidden fields={{ id: set.id, rowVersion: set.rowVersion }} />
        {timing.kind !== "steps" && (
          <KindChoice kind={kind} canRamp={rampRules.length > 0} onKind={setKind} />
        )}
        <Checked isTried={isTried}>
          {kind === "ramp" ? (
            <RampEditor {...{ rows, rules, rampRules, errors, now }} onRows={change} onRules={setRules} />
          ) : (
            <Times kind={kind} timing={timing} pending={pending} errors={errors} />
          )}
        </Checked>
        <Complaints complaint={complaint} errors={errors} />
        <Answers answer={kind === "steps" ? "Save the times" : "Save"} isBusy={isBusy} onClose={onClose} />
      </form>
    </Modal>
  );
}

type TimesProps = Pick<TimedSet, "timing" | "pending"> & {
  kind: Exclude<Kind, "ramp">;
  errors: Readonly<Record<string, string>>;
};

function Times({ kind, timing, pending, errors }: TimesProps) {
  if (kind === "once") return <AtOnce timing={timing} />;
  if (kind === "steps") return <TimeFields steps={pending} errors={errors} />;
  return <TimeField name="at-0" label="Time" at={startOf(timing)} error={errors["at-0"]} required />;
}

type AnswersProps = { answer: string; isBusy: boolean; onClose: () => void };

function Answers({ answer, isBusy, onClose }: AnswersProps) {
  return (
    <div className="flex justify-end gap-2">
      <Button size="normal" onClick={onClose}>
        Not now
      </Button>
      <Button type="submit" size="normal" look="primary" disabled={isBusy}>
        {answer}
      </Button>
    </div>
  );
}

type ComplaintsProps = { complaint: string | null; errors: Readonly<Record<string, string>> };

/** What is wrong and not said at a field. */
function Complaints({ complaint, errors }: ComplaintsProps) {
  const others = Object.entries(errors).flatMap(([name, text]) => (/^(at|rate)-/.test(name) ? [] : [text]));
  const all = complaint === null ? others : [complaint, ...others];
  return all.length > 0 && <Alert>{all.join("; ")}</Alert>;
}

type KindChoiceProps = { kind: Kind; canRamp: boolean; onKind: (kind: Kind) => void };

function KindChoice({ kind, canRamp, onKind }: KindChoiceProps) {
  return (
    <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <legend className="float-left pr-4 text-xs font-medium">Enact</legend>
      {choices.map((choice) => (
        <label
          key={choice.kind}
          className="inline-flex min-h-6 items-center gap-1.5 text-sm has-disabled:text-ink-faint"
        >
          <input
            type="radio"
            name="kind"
            value={choice.kind}
            checked={choice.kind === kind}
            disabled={choice.kind === "ramp" && !canRamp}
            className="accent-[var(--accent-fill)]"
            onChange={() => {
              onKind(choice.kind);
            }}
          />
          {choice.label}
        </label>
      ))}
      {!canRamp && (
        <span className="text-2xs text-ink-faint">
          A ramp raises the rate of a rule that is there, and no such rule changes here.
        </span>
      )}
    </fieldset>
  );
}

function AtOnce({ timing }: { timing: ShownTiming }) {
  const last = timing.kind === "ramp" ? timing.steps.at(-1) : undefined;
  return (
    <p className="text-sm text-ink-soft">
      As soon as everybody has signed who has to
      {last && `, straight to the last rate of the ramp, ${String(last.rate)} %`}.
    </p>
  );
}

function startOf(timing: ShownTiming): string | null {
  if (timing.kind === "time") return timing.at;
  return timing.kind === "ramp" ? (timing.steps[0]?.at ?? null) : null;
}

/** The ramp that there is, or one to begin with. */
function stepsOf(timing: ShownTiming): readonly RampText[] {
  if (timing.kind === "ramp") {
    return timing.steps.map(({ at, rate }) => ({
      rate: String(rate),
      at: at === null ? "now" : typedTime(at),
    }));
  }
  const [first, ...later] = rampTemplates[0]?.steps ?? [];
  const start = startOf(timing);
  return first ? [{ ...first, at: start === null ? first.at : typedTime(start) }, ...later] : [];
}

function rulesOf(timing: ShownTiming, rampRules: readonly RampRule[]): readonly number[] {
  if (timing.kind === "ramp") return timing.rules;
  return rampRules.filter(({ meant }) => meant).map(({ id }) => id);
}

type Given = {
  fields: Readonly<Record<string, string>>;
  rows: readonly RampRow[];
  rules: readonly number[];
};

/** What was filled in, with times as the service reads them; what can't be read goes as it is, and is refused. */
function toSend(kind: Kind, { fields, rows, rules }: Given): Record<string, string> {
  if (kind !== "ramp") {
    const times = Object.entries(fields).filter(([name]) => name.startsWith("at-"));
    return { kind, ...Object.fromEntries(times.map(([name, local]) => [name, sentTime(local)])) };
  }
  const read = readRamp(rows, Date.now());
  const steps = read.flatMap(({ rate, at }, index) => [
    [`rate-${String(index)}`, rate === null ? (rows[index]?.rate ?? "") : String(rate)],
    [`at-${String(index)}`, at === undefined ? (rows[index]?.at ?? "") : isoOf(at)],
  ]);
  return { kind, rules: rules.join(","), ...(Object.fromEntries(steps) as Record<string, string>) };
}

function isoOf(at: number | null): string {
  return at === null ? "" : new Date(at).toISOString();
}
