"use client";

import { useRef } from "react";

import { classes } from "@/components/ui/classes";

import type { LineError } from "./json-lines";

type JsonEditorProps = {
  label: string;
  value: string;
  errors: readonly LineError[];
  onValue: (value: string) => void;
};

const lineHeight = 16;
const mostShown = 20;

/** JSON to be edited, with numbered lines; those that are wrong are marked, and listed below. */
export function JsonEditor({ label, value, errors, onValue }: JsonEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const wrong = new Set(errors.map(({ line }) => line));
  const go = (line: number) => {
    const box = area.current;
    if (!box) return;
    const start =
      value
        .split("\n")
        .slice(0, line - 1)
        .join("\n").length + (line > 1 ? 1 : 0);
    const end = value.indexOf("\n", start);
    box.focus();
    box.setSelectionRange(start, end === -1 ? value.length : end);
    box.scrollTop = Math.max(0, (line - 5) * lineHeight);
  };
  return (
    <div className="grid gap-2">
      <div className="flex h-[42vh] overflow-hidden rounded-sm border border-line-strong bg-surface font-mono text-[0.6875rem] leading-4">
        <div
          ref={gutter}
          aria-hidden
          className="w-11 shrink-0 overflow-hidden border-r border-line bg-sunken py-2 text-right text-ink-faint select-none"
        >
          {value.split("\n").map((_, index) => (
            <div
              key={index}
              className={classes("pr-2", wrong.has(index + 1) && "bg-bad-fill font-bold text-bad")}
            >
              {index + 1}
            </div>
          ))}
        </div>
        <textarea
          ref={area}
          aria-label={label}
          aria-invalid={errors.length > 0}
          spellCheck={false}
          wrap="off"
          className="min-w-0 flex-1 resize-none bg-surface px-3 py-2 text-ink outline-none"
          value={value}
          onChange={(event) => {
            onValue(event.target.value);
          }}
          onScroll={(event) => {
            if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
        />
      </div>
      <LineErrors errors={errors} onGo={go} />
    </div>
  );
}

type LineErrorsProps = { errors: readonly LineError[]; onGo?: (line: number) => void };

/** What is wrong, line by line. */
export function LineErrors({ errors, onGo }: LineErrorsProps) {
  if (errors.length === 0) return <div role="status" />;
  return (
    <div role="status">
      <ul className="grid gap-1 rounded-sm bg-bad-fill px-2.5 py-1.5 text-xs text-bad">
        {errors.slice(0, mostShown).map(({ line, detail }, index) => (
          <li key={index} className="break-words">
            {onGo ? (
              <button
                type="button"
                className="mr-1.5 font-medium underline underline-offset-2"
                onClick={() => {
                  onGo(line);
                }}
              >
                Line {line}
              </button>
            ) : (
              <strong className="mr-1.5 font-medium">Line {line}</strong>
            )}
            {detail}
          </li>
        ))}
        {errors.length > mostShown && <li>and {errors.length - mostShown} more</li>}
      </ul>
    </div>
  );
}
