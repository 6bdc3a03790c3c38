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

/** A field with its label above. Where there can be an error, a line is kept for it, so that nothing moves. */
export function LabelledField(props: LabelledFieldProps) {
  const { label, hint, error, name, ...rest } = props;
  const keepsLine = hint !== undefined || "error" in props;
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
        aria-describedby={keepsLine ? note : undefined}
        {...rest}
      />
      {keepsLine && (
        <p id={note} className={`min-h-4 text-2xs ${error === undefined ? "text-ink-faint" : "text-bad"}`}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
