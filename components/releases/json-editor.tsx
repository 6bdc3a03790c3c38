"use client";

import { setDiagnostics } from "@codemirror/lint";
import { EditorView } from "@codemirror/view";
import { useEffect, useId, useRef, useState } from "react";

import type { PlacedError } from "./json-lines";
import { keepEscape, openEditor } from "./json-view";
import { LineErrors } from "./line-errors";

type JsonEditorProps = {
  label: string;
  /** What is there to begin with. */
  initial: string;
  errors: readonly PlacedError[];
  onText: (text: string) => void;
};

/** A release to be edited as JSON: what can be written is proposed; what is wrong is marked, and listed below. */
export function JsonEditor({ label, initial, errors, onText }: JsonEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const hintId = useId();
  const [view, setView] = useState<EditorView | null>(null);
  useEffect(() => {
    if (!box.current) return;
    const opened = openEditor(box.current, { text: initial, label, hintId, onText });
    const stop = keepEscape(opened);
    setView(opened);
    return () => {
      stop();
      opened.destroy();
    };
  }, [initial, label, hintId, onText]);
  useEffect(() => {
    view?.dispatch(setDiagnostics(view.state, marksOf(errors, view.state.doc.length)));
  }, [view, errors]);
  const go = ({ from }: PlacedError) => {
    view?.dispatch({
      selection: { anchor: from },
      effects: EditorView.scrollIntoView(from, { y: "center" }),
    });
    view?.focus();
  };
  return (
    <div className="grid gap-2">
      <div
        ref={box}
        className="h-[42vh] rounded-sm border border-line-strong bg-surface focus-within:border-accent"
      />
      <p id={hintId} className="text-2xs text-ink-faint">
        Ctrl+Space proposes what can be written here. Escape, then Tab leaves the editor.
      </p>
      <LineErrors errors={errors} onGo={go} />
    </div>
  );
}

function marksOf(errors: readonly PlacedError[], length: number) {
  return errors.map(({ from, to, detail }) => ({
    from: Math.min(from, length),
    to: Math.min(to, length),
    severity: "error" as const,
    message: detail,
  }));
}
