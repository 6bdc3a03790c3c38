import type { ComponentProps, ReactNode } from "react";

import { TextField } from "./field";

/** Something went wrong, said at once to whoever can't see it. */
export function Alert({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="rounded-sm bg-bad-fill px-2.5 py-1.5 text-xs text-bad">
      {children}
    </p>
  );
}

type LabelledFieldProps = Omit<ComponentProps<"input">, "name" | "id"> & {
  name: string;
  label: string;
  /** What is wanted, in a few words. */
  hint?: string;
  /** What is wrong with what was typed. */
  error?: string | undefined;
};

/** A field with its label above and, in a line that is always kept for it, its hint or error below. */
export function LabelledField({ label, hint, error, name, ...props }: LabelledFieldProps) {
  const hasNote = hint !== undefined || error !== undefined;
  const note = `${name}-note`;
  return (
    <div className="grid gap-1">
      <label htmlFor={name} className="text-xs font-medium">
        {label}
      </label>
      <TextField
        id={name}
        name={name}
        aria-invalid={error !== undefined}
        aria-describedby={hasNote ? note : undefined}
        className={error === undefined ? undefined : "border-bad hover:border-bad"}
        {...props}
      />
      {hasNote && (
        <p id={note} className={error === undefined ? "text-2xs text-ink-faint" : "text-2xs text-bad"}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
