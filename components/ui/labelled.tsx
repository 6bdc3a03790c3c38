import type { ComponentProps, ReactNode } from "react";

import { useTold } from "./checked";
import { classes } from "./classes";
import { SelectField, TextField } from "./field";

/** What ties a control to its label, its help and what is wrong with it. */
export type Ties = { id: string; "aria-invalid": boolean; "aria-describedby": string | undefined };

type LabelledProps = {
  id: string;
  label: string;
  help?: ReactNode;
  error?: string | undefined;
  className?: string;
  children: (ties: Ties) => ReactNode;
};

/** A control with its label above, and below it what is wrong, or else what is wanted. */
export function Labelled({ id, label, help, error, className, children }: LabelledProps) {
  const { told, onBlur } = useTold(error);
  const note = told ?? help;
  const noteId = `${id}-note`;
  return (
    <div className={classes("grid min-w-0 content-start gap-1", className)} onBlur={onBlur}>
      <label htmlFor={id} className="text-xs font-medium">
        {label}
      </label>
      {children({
        id,
        "aria-invalid": told !== undefined,
        "aria-describedby": note === undefined ? undefined : noteId,
      })}
      <FieldNote id={noteId} help={help} error={told} />
    </div>
  );
}

type FieldNoteProps = { id?: string; help?: ReactNode; error: string | undefined };

/** What is wrong with what was filled in, or else what is wanted. */
export function FieldNote({ id, help, error }: FieldNoteProps) {
  const note = error ?? help;
  if (note === undefined) return null;
  return (
    <p
      id={id}
      className={classes("text-2xs break-words", error === undefined ? "text-ink-faint" : "text-bad")}
    >
      {note}
    </p>
  );
}

type TextRowProps = Omit<LabelledProps, "children"> & {
  value: string;
  onValue: (value: string) => void;
} & Pick<
    ComponentProps<"input">,
    "inputMode" | "placeholder" | "type" | "autoComplete" | "readOnly" | "maxLength"
  >;

/** One line of text. */
export function TextRow({ id, label, help, error, className, value, onValue, ...input }: TextRowProps) {
  return (
    <Labelled id={id} label={label} help={help} error={error} className={className ?? ""}>
      {(ties) => (
        <TextField
          {...ties}
          {...input}
          name={id}
          value={value}
          className="h-7 px-2 text-xs"
          onChange={(event) => {
            onValue(event.target.value);
          }}
        />
      )}
    </Labelled>
  );
}

type ChoiceRowProps<Value extends string> = Omit<LabelledProps, "children"> & {
  value: Value;
  options: readonly { value: Value; label: string }[];
  onValue: (value: Value) => void;
};

/** One of a few. */
export function ChoiceRow<Value extends string>({ value, options, onValue, ...rest }: ChoiceRowProps<Value>) {
  return (
    <Labelled {...rest}>
      {(ties) => (
        <SelectField
          {...ties}
          wide
          name={rest.id}
          value={value}
          options={options}
          className="pl-2"
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value);
            if (chosen) onValue(chosen.value);
          }}
        />
      )}
    </Labelled>
  );
}

type TickProps = {
  label: ReactNode;
  checked: boolean;
  onChecked: (checked: boolean) => void;
  disabled?: boolean;
};

export function Tick({ label, checked, onChecked, disabled = false }: TickProps) {
  return (
    <label className="inline-flex min-h-6 items-center gap-2 text-xs">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        className="size-3.5 accent-[var(--accent-fill)]"
        onChange={(event) => {
          onChecked(event.target.checked);
        }}
      />
      {label}
    </label>
  );
}
