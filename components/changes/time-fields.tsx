"use client";

import { useState } from "react";

import { useTold } from "@/components/ui/checked";
import { TextField } from "@/components/ui/field";
import { useNow } from "@/components/ui/moment";
import { localTime, timeUntil, utcTime } from "@/components/ui/time";

import { localInput } from "./timing";

export type ScheduledStep = {
  position: number;
  /** ISO 8601; null: as soon as it is approved. */
  at: string | null;
  operations: number;
};

type Errors = Readonly<Record<string, string>>;

/** The times of steps, in the reader's own time; UTC and the distance from now are said beside. */
export function TimeFields({ steps, errors }: { steps: readonly ScheduledStep[]; errors: Errors }) {
  return (
    <fieldset className="grid gap-2">
      <legend className="pb-1 text-xs text-ink-soft">
        In your own time. Leave a time empty for as soon as everybody has signed.
      </legend>
      {steps.map(({ position, at }) => (
        <TimeField
          key={position}
          name={`at-${String(position)}`}
          label={steps.length === 1 ? "Time" : `Step ${String(position + 1)}`}
          at={at}
          error={errors[`at-${String(position)}`]}
        />
      ))}
    </fieldset>
  );
}

type TimeFieldProps = {
  /** Under which it is sent, as `sentTime` reads it. */
  name: string;
  label: string;
  at: string | null;
  error?: string | undefined;
  required?: boolean;
};

export function TimeField({ name, label, at, error, required = false }: TimeFieldProps) {
  const now = useNow();
  const [local, setLocal] = useState(at === null ? "" : localInput(new Date(at)));
  const iso = sentTime(local);
  const isPast = now !== null && iso !== "" && Date.parse(iso) <= now;
  const { told, onBlur } = useTold(isPast ? "has passed: name a later time" : error);
  return (
    <div className="grid grid-cols-[5rem_14rem_1fr] items-center gap-3">
      <label htmlFor={name} className="text-xs font-medium">
        {label}
      </label>
      <TextField
        id={name}
        name={name}
        type="datetime-local"
        value={local}
        min={now === null ? undefined : localInput(new Date(now))}
        required={required}
        aria-invalid={told !== undefined}
        aria-describedby={`${name}-note`}
        onBlur={onBlur}
        onChange={(event) => {
          setLocal(event.target.value);
        }}
      />
      <span
        id={`${name}-note`}
        aria-live="polite"
        className={told === undefined ? "figures text-xs text-ink-soft" : "text-xs text-bad"}
      >
        {told ?? (isPast ? "" : distance(iso, now, required))}
      </span>
    </div>
  );
}

/** A local time as it was filled in, as ISO 8601; empty where there is none. */
export function sentTime(local: string): string {
  const time = new Date(local);
  return Number.isNaN(time.getTime()) ? "" : time.toISOString();
}

function distance(iso: string, now: number | null, required: boolean): string {
  if (iso === "" || now === null) return required ? "" : "once approved";
  return `${timeUntil(iso, now)} · ${utcTime(iso)} · ${localTime(iso)}`;
}
