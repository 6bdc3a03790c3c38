"use client";

import { useState, type ReactNode } from "react";

import { Button } from "./button";
import { TextArea } from "./field";
import { Alert } from "./form";
import { Modal } from "./modal";
import type { FormOutcome } from "./outcome";
import { useForm } from "./use-form";

export type Send = (fields: Readonly<Record<string, string>>) => Promise<FormOutcome>;

type Look = "primary" | "plain" | "quiet" | "danger";

type DeedProps = {
  label: ReactNode;
  look?: Look;
  /** What is sent besides what is filled in. */
  fields: Readonly<Record<string, string | number>>;
  send: Send;
  /** What is asked before; none: it is done at once. */
  question?: {
    title: string;
    note?: ReactNode;
    /** What the button of the question says. */
    answer: string;
    wide?: boolean;
    inputs?: ReactNode;
    /** The names of the inputs, which show what is wrong with them. */
    names?: readonly string[];
  };
  onDone?: (() => void) | undefined;
};

const looks = {
  primary: { look: "primary", className: "" },
  plain: { look: "plain", className: "" },
  quiet: { look: "quiet", className: "" },
  danger: { look: "plain", className: "text-bad" },
} as const;

/** A button that has something done by the service, maybe after a question. What was typed stays when it is refused. */
export function Deed(props: DeedProps) {
  const [isOpen, setOpen] = useState(false);
  const { label, look = "plain", question } = props;
  if (!question) return <AtOnce {...props} />;
  return (
    <>
      <Button
        {...looks[look]}
        onClick={() => {
          setOpen(true);
        }}
      >
        {label}
      </Button>
      {isOpen && (
        <Question
          {...props}
          question={question}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

/** What is sent besides what is filled in. */
export function Hidden({ fields }: Pick<DeedProps, "fields">) {
  return Object.entries(fields).map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ));
}

function AtOnce({ label, look = "plain", fields, send, onDone }: DeedProps) {
  const { submit, isBusy, errors, complaint } = useForm(send, () => onDone?.());
  const wrong = complaint ?? (Object.values(errors).join("; ") || null);
  return (
    <form onSubmit={submit} className="contents">
      <Hidden fields={fields} />
      <Button type="submit" {...looks[look]} disabled={isBusy}>
        {label}
      </Button>
      {wrong !== null && (
        <div className="w-full">
          <Alert>{wrong}</Alert>
        </div>
      )}
    </form>
  );
}

type QuestionProps = DeedProps & { question: NonNullable<DeedProps["question"]>; onClose: () => void };

function Question({ fields, send, look, question, onClose, onDone }: QuestionProps) {
  const { title, note, answer, wide = false, inputs, names = [] } = question;
  const { submit, isBusy, errors, complaint } = useForm(send, () => {
    onClose();
    onDone?.();
  });
  const said = names.flatMap((name) => errors[name] ?? []);
  const rest = Object.entries(errors).flatMap(([name, text]) => (names.includes(name) ? [] : [text]));
  const wrong = [...(complaint === null ? [] : [complaint]), ...said, ...rest];
  return (
    <Modal title={title} note={note} wide={wide} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-3 p-4" aria-busy={isBusy}>
        <Hidden fields={fields} />
        {inputs}
        {wrong.length > 0 && <Alert>{wrong.join("; ")}</Alert>}
        <div className="flex justify-end gap-2">
          <Button size="normal" onClick={onClose}>
            Not now
          </Button>
          <Button
            type="submit"
            size="normal"
            look="primary"
            className={look === "danger" ? "bg-alarm hover:bg-alarm/90" : undefined}
            disabled={isBusy}
          >
            {answer}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

type ProseFieldProps = {
  name: string;
  label: string;
  hint?: string;
  required?: boolean;
  defaultValue?: string;
  rows?: number;
};

/** A few sentences. */
export function ProseField({ name, label, hint, rows = 3, ...props }: ProseFieldProps) {
  return (
    <div className="grid gap-1">
      <label htmlFor={`prose-${name}`} className="text-xs font-medium">
        {label}
      </label>
      <TextArea
        id={`prose-${name}`}
        name={name}
        rows={rows}
        className="font-sans text-sm"
        aria-describedby={hint === undefined ? undefined : `prose-${name}-note`}
        {...props}
      />
      {hint !== undefined && (
        <p id={`prose-${name}-note`} className="text-2xs text-ink-faint">
          {hint}
        </p>
      )}
    </div>
  );
}
