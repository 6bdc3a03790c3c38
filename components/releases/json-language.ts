import {
  autocompletion,
  closeBrackets,
  snippet,
  startCompletion,
  type Completion,
  type CompletionSource,
} from "@codemirror/autocomplete";
import { json } from "@codemirror/lang-json";
import { HighlightStyle, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { tooltips } from "@codemirror/view";
import { tags } from "@lezer/highlight";

import { proposalsAt, type Proposal } from "./json-completion";

const propose: CompletionSource = async ({ state, pos, aborted }) => {
  const found = await proposalsAt(state.doc.toString(), pos);
  if (!found || aborted) return null;
  const { from, to, options } = found;
  return { from, to, options: options.map(completionOf) };
};

function completionOf({ label, sought, detail, meaning, template, isKey, asksOn }: Proposal): Completion {
  const write = snippet(template);
  return {
    label: sought,
    displayLabel: label,
    type: isKey ? "property" : "constant",
    ...(detail === undefined ? {} : { detail }),
    ...(meaning === undefined ? {} : { info: meaning }),
    apply: (view, completion, from, to) => {
      write(view, completion, from, to);
      if (asksOn) startCompletion(view);
    },
  };
}

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--accent)" },
  { tag: tags.string, color: "var(--good)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--warn)" },
  { tag: [tags.separator, tags.squareBracket, tags.brace], color: "var(--ink-soft)" },
]);

/** Lists are drawn inside the dialog around: what hangs over its edge could not be seen. */
const roomForLists = tooltips({
  tooltipSpace: ({ dom }) =>
    (dom.closest("[role=dialog]") ?? document.documentElement).getBoundingClientRect(),
});

/** A release as JSON: its colours, its brackets, and what can be written where. */
export const releaseJson: Extension = [
  json(),
  syntaxHighlighting(colours),
  bracketMatching(),
  closeBrackets(),
  autocompletion({ override: [propose], icons: false }),
  roomForLists,
];
