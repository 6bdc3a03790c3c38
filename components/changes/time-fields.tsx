"use client";

import { useState } from "react";

import { TextField } from "@/components/ui/field";
import { useNow } from "@/components/ui/moment";
import { relativeTime, utcTime } from "@/components/ui/time";

export type ScheduledStep = {
  position: number;
  /** ISO 8601; null: as soon as it is approved. */
  at: string | null;
  operations: number;
};

/** The times of steps, in the reader's own time; UTC and the distance from now are said beside. */
export function TimeFields({ steps }: { steps: readonly ScheduledStep[] }) {
  return (
    <fieldset className="grid gap-2">
      <legend className="pb-1 text-xs text-ink-soft">
        In your own time. Leave a time empty for as soon as everybody has signed.
      </legend>
      {steps.map((step) => (
        <TimeField key={step.position} {...step} isOnly={steps.length === 1} />
      ))}
    </fieldset>
  );
}

function TimeField({ position, at, isOnly }: ScheduledStep & { isOnly: boolean }) {
  const now = useNow();
  const [local, setLocal] = useState(at === null ? "" : localInput(new Date(at)));
  const iso = isoOf(local);
  const id = `time-${String(position)}`;
  const isPast = now !== null && iso !== "" && Date.parse(iso) <= now;
  return (
    <div className="grid grid-cols-[5rem_14rem_1fr] items-center gap-3">
      <label htmlFor={id} className="text-xs font-medium">
        {isOnly ? "Time" : `Step ${String(position + 1)}`}
      </label>
      <TextField
        id={id}
        type="datetime-local"
        value={local}
        min={now === null ? undefined : localInput(new Date(now))}
        aria-describedby={`${id}-note`}
        onChange={(event) => {
          setLocal(event.target.value);
        }}
      />
      <input type="hidden" name={`at-${String(position)}`} value={iso} />
      <span id={`${id}-note`} className={isPast ? "text-xs text-bad" : "figures text-xs text-ink-soft"}>
        {distance(iso, now)}
      </span>
    </div>
  );
}

/** ISO 8601; empty where no time is filled in. */
function isoOf(local: string): string {
  const time = new Date(local);
  return Number.isNaN(time.getTime()) ? "" : time.toISOString();
}

function distance(iso: string, now: number | null): string {
  if (iso === "" || now === null) return "once approved";
  if (Date.parse(iso) <= now) return "has passed: name a later time";
  return `${relativeTime(iso, now)} · ${utcTime(iso)}`;
}

/** "2026-11-26T09:30" in the reader's own time, as fields of times are filled in. */
function localInput(time: Date): string {
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
