import {
  acceptCompletion,
  clearSnippet,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { indentUnit } from "@codemirror/language";
import { diagnosticCount, lintGutter, lintKeymap } from "@codemirror/lint";
import {
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";

import { releaseJson } from "./json-language";
import { editorLook } from "./json-look";

type Asked = {
  readonly text: string;
  readonly label: string;
  /** The element that says how to use it. */
  readonly hintId: string;
  readonly onText: (text: string) => void;
};

/** Fills an element with an editor. @returns it; `destroy` it when it is no longer shown */
export function openEditor(parent: Element, { text, label, hintId, onText }: Asked): EditorView {
  return new EditorView({
    parent,
    doc: text,
    extensions: [
      lineNumbers(),
      lintGutter(),
      history(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      indentUnit.of("  "),
      releaseJson,
      keymap.of([
        { key: "Tab", run: acceptCompletion },
        ...[closeBracketsKeymap, completionKeymap, lintKeymap, historyKeymap, defaultKeymap].flat(),
        indentWithTab,
      ]),
      EditorView.contentAttributes.of(({ state }) => ({
        tabindex: "0",
        "aria-label": label,
        "aria-describedby": hintId,
        "aria-invalid": String(diagnosticCount(state) > 0),
      })),
      EditorView.updateListener.of(({ docChanged, state }) => {
        if (docChanged) onText(state.doc.toString());
      }),
      editorLook,
    ],
  });
}

/** How long Tab leaves after Escape, in milliseconds. */
const leaveWithin = 5_000;

/**
 * Escape closes what the editor has opened, and else lets Tab leave it. A dialog around hears none of it: it would
 * close, and what was typed would be lost. @returns how to stop
 */
export function keepEscape(view: EditorView): () => void {
  const hear = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !view.hasFocus) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!closeCompletion(view) && !clearSnippet(view)) view.setTabFocusMode(leaveWithin);
  };
  // The dialog listens on the document: only the window is asked before it.
  window.addEventListener("keydown", hear, { capture: true });
  return () => {
    window.removeEventListener("keydown", hear, { capture: true });
  };
}
