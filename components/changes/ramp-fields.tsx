"use client";

import { Plus, X } from "lucide-react";
import { useRef, useState } from "react";

import { Button } from "@/components/ui/button";
import { useIsTold } from "@/components/ui/checked";
import { TextField } from "@/components/ui/field";
import { localTime, timeUntil, utcTime } from "@/components/ui/time";
import { rampTemplates, type RampText, type ReadRampStep } from "@/lib/change-sets/ramp-text";

export type RampRow = RampText & { readonly key: number };

type RampStepsProps = {
  rows: readonly RampRow[];
  /** What was understood of each row. */
  read: readonly ReadRampStep[];
  /** What the service found wrong, by the name of the field. */
  errors: Readonly<Record<string, string>>;
  now: number;
  onRows: (rows: readonly RampRow[]) => void;
};

let lastKey = 0;

/** Rows for typing in, each with a key of its own that it keeps while others come and go. */
export function toRows(steps: readonly RampText[]): RampRow[] {
  return steps.map(({ rate, at }) => ({ rate, at, key: ++lastKey }));
}

/** The steps of a ramp, one a line: a percentage and a time as people write it. */
export function RampSteps({ rows, read, errors, now, onRows }: RampStepsProps) {
  const [fresh, setFresh] = useState<number | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const { isTold, onBlur } = useIsTold();
  const change = (key: number, given: Partial<RampText>) => {
    onRows(rows.map((row) => (row.key === key ? { ...row, ...given } : row)));
  };
  const add = () => {
    const [row] = toRows([{ rate: "100", at: nextTime(rows.at(-1)?.at ?? "now") }]);
    if (!row) return;
    setFresh(row.key);
    onRows([...rows, row]);
  };
  const remove = (key: number) => {
    onRows(rows.filter((row) => row.key !== key));
    list.current?.querySelector("input")?.focus();
  };
  return (
    <fieldset className="grid gap-2">
      <legend className="sr-only">Steps of the ramp</legend>
      <Templates
        onChoose={(steps) => {
          onRows(toRows(steps));
        }}
      />
      <ol ref={list} onBlur={onBlur} className="grid gap-1.5">
        {rows.map((row, index) => {
          const { problems, at } = read[index] ?? { problems: {}, at: undefined };
          return (
            <Step
              key={row.key}
              row={row}
              place={index}
              problems={isTold ? problemsOf(index, problems, errors) : {}}
              note={at === undefined ? "" : whenInWords(at, now)}
              isFresh={row.key === fresh}
              onChange={(given) => {
                change(row.key, given);
              }}
              {...(rows.length > 1 && {
                onRemove: () => {
                  remove(row.key);
                },
              })}
            />
          );
        })}
      </ol>
      <Button className="justify-self-start" onClick={add}>
        <Plus aria-hidden />
        Add a step
      </Button>
    </fieldset>
  );
}

type Problems = { rate?: string | undefined; at?: string | undefined };

function problemsOf(index: number, own: Problems, errors: RampStepsProps["errors"]): Problems {
  return {
    rate: own.rate ?? errors[`rate-${String(index)}`],
    at: own.at ?? errors[`at-${String(index)}`],
  };
}

function Templates({ onChoose }: { onChoose: (steps: readonly RampText[]) => void }) {
  return (
    <div role="group" aria-label="Templates" className="flex flex-wrap items-center gap-1.5">
      <span className="text-xs text-ink-soft">Begin with</span>
      {rampTemplates.map(({ name, steps }) => (
        <Button
          key={name}
          onClick={() => {
            onChoose(steps);
          }}
        >
          {name}
        </Button>
      ))}
    </div>
  );
}

type StepProps = {
  row: RampRow;
  place: number;
  problems: Problems;
  note: string;
  /** Whether it has just been added: the reader goes on in it. */
  isFresh: boolean;
  onChange: (given: Partial<RampText>) => void;
  onRemove?: () => void;
};

function Step({ row, place, problems, note, isFresh, onChange, onRemove }: StepProps) {
  const step = `step ${String(place + 1)}`;
  const noteId = `ramp-${String(row.key)}-note`;
  const problem = [problems.rate, problems.at].filter(Boolean).join("; ");
  return (
    <li className="grid grid-cols-[4rem_9.5rem_11.5rem_minmax(0,1fr)_1.75rem] items-center gap-x-2">
      <span aria-hidden className="text-xs font-medium">
        Step {place + 1}
      </span>
      <span className="flex items-center gap-1.5 text-xs text-ink-soft">
        <TextField
          name={`rate-${String(place)}`}
          aria-label={`Rate of ${step}, in percent of background checks`}
          inputMode="numeric"
          autoFocus={isFresh}
          value={row.rate}
          aria-invalid={problems.rate !== undefined}
          aria-describedby={noteId}
          className="figures h-7 w-13 px-2 text-right text-xs"
          onChange={(event) => {
            onChange({ rate: event.target.value });
          }}
        />
        % of checks
      </span>
      <TextField
        name={`at-${String(place)}`}
        aria-label={`Time of ${step}`}
        autoComplete="off"
        value={row.at}
        placeholder={place === 0 ? "now" : "+6 h"}
        aria-invalid={problems.at !== undefined}
        aria-describedby={noteId}
        className="figures h-7 px-2 text-xs"
        onChange={(event) => {
          onChange({ at: event.target.value });
        }}
      />
      <span id={noteId} className={problem === "" ? "figures text-2xs text-ink-soft" : "text-2xs text-bad"}>
        {problem === "" ? note : problem}
      </span>
      {onRemove && (
        <Button look="quiet" className="px-1.5" aria-label={`Remove ${step}`} onClick={onRemove}>
          <X aria-hidden />
        </Button>
      )}
    </li>
  );
}

function whenInWords(at: number | null, now: number): string {
  if (at === null) return "as soon as everybody has signed";
  return `${timeUntil(at, now)} · ${utcTime(at)} · ${localTime(at)}`;
}

/** A day after a step whose time is written as a length of time, else a day after the start. */
function nextTime(before: string): string {
  const hours = /^\+(\d+) h$/.exec(before)?.[1];
  const days = /^\+(\d+) d$/.exec(before)?.[1];
  if (days !== undefined) return `+${String(Number(days) + 1)} d`;
  return hours === undefined ? "+24 h" : `+${String(Number(hours) + 24)} h`;
}
