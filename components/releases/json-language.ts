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

/** After a comma or a bracket people begin a new line: Enter must not take a proposal there. */
const isAsking = /["\w.-]$|:\s*$/;

const propose: CompletionSource = async ({ state, pos, explicit, aborted }) => {
  const before = state.doc.lineAt(pos);
  if (!explicit && !isAsking.test(before.text.slice(0, pos - before.from))) return null;
  const found = await proposalsAt(state.doc.toString(), pos);
  if (!found || aborted) return null;
  const { from, to, options } = found;
  // What fits equally well stays in the order of the schema.
  return {
    from,
    options: options.map((option, place) => ({
      ...completionOf(option, to - pos),
      boost: -Math.min(place, 99),
    })),
  };
};

/** @param rest how much after the cursor is replaced too, such as a quote that closes; it is not searched for */
function completionOf(proposal: Proposal, rest: number): Completion {
  const { label, sought, detail, meaning, template, isKey, asksOn } = proposal;
  const write = snippet(template);
  return {
    label: sought,
    displayLabel: label,
    type: isKey ? "property" : "constant",
    ...(detail === undefined ? {} : { detail }),
    ...(meaning === undefined ? {} : { info: meaning }),
    apply: (view, completion, from, to) => {
      write(view, completion, from, to + rest);
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
  autocompletion({ override: [propose], icons: false, interactionDelay: 0 }),
  roomForLists,
];
