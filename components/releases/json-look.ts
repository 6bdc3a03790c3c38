import { EditorView } from "@codemirror/view";

const mono = "var(--font-mono)";

/** The editor in the colours and sizes of the pages. */
export const editorLook = EditorView.theme({
  "&": {
    height: "100%",
    color: "var(--ink)",
    backgroundColor: "var(--surface)",
    borderRadius: "5px",
    fontSize: "0.6875rem",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { borderRadius: "5px", fontFamily: mono, lineHeight: "1rem" },
  ".cm-content": { padding: "0.5rem 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 0.75rem" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-activeLine": { backgroundColor: "color-mix(in oklab, var(--hover) 70%, transparent)" },
  "& .cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "color-mix(in oklab, var(--accent) 22%, transparent)",
    outline: "none",
  },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-fill)" },
  ".cm-gutters": {
    color: "var(--ink-faint)",
    backgroundColor: "var(--sunken)",
    borderRight: "1px solid var(--line)",
  },
  ".cm-activeLineGutter": { color: "var(--ink)", backgroundColor: "var(--hover)" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "2rem", padding: "0 0.5rem 0 0.25rem" },
  ".cm-gutter-lint": { width: "1rem" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0 0 0 0.25rem" },
  ".cm-lint-marker": { width: "0.5rem", height: "0.5rem", marginTop: "0.25rem" },
  ".cm-lint-marker-error": { content: "''", backgroundColor: "var(--bad)", borderRadius: "999px" },
  ".cm-lintRange-error, .cm-lintPoint-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--bad) 1px",
    textUnderlineOffset: "3px",
    textDecorationSkipInk: "none",
  },
  ".cm-tooltip": {
    color: "var(--ink)",
    backgroundColor: "var(--raised)",
    border: "1px solid var(--line-strong)",
    borderRadius: "5px",
    boxShadow: "var(--shadow-raised)",
    overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: mono, maxHeight: "13rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.1875rem 0.625rem", lineHeight: "1rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    color: "var(--on-accent)",
    backgroundColor: "var(--accent-fill)",
  },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { marginLeft: "0.75rem", fontStyle: "normal", color: "var(--ink-faint)" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-tooltip.cm-completionInfo": {
    maxWidth: "20rem",
    margin: "0 0.25rem",
    padding: "0.375rem 0.625rem",
    fontFamily: "var(--font-sans)",
    fontSize: "0.75rem",
    lineHeight: "1.125rem",
  },
  ".cm-diagnostic": {
    padding: "0.25rem 0.625rem",
    borderLeft: "none",
    fontFamily: "var(--font-sans)",
    fontSize: "0.75rem",
    color: "var(--bad)",
  },
  ".cm-snippetField": { backgroundColor: "color-mix(in oklab, var(--accent) 14%, transparent)" },
});
