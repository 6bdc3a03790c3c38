import { diffArrays, diffWordsWithSpace } from "diff";

export type DiffPart = { readonly text: string; readonly isMarked: boolean };

export type DiffLine = {
  readonly kind: "same" | "gone" | "new";
  readonly parts: readonly DiffPart[];
};

/** The lines of both texts in order; within lines that took each other's place, the words that differ are marked. */
export function diffTexts(before: string, after: string): DiffLine[] {
  const lines: DiffLine[] = [];
  let gone: readonly string[] = [];
  const drop = () => {
    lines.push(...gone.map((text) => whole("gone", text)));
    gone = [];
  };
  for (const { value, added, removed } of diffArrays(before.split("\n"), after.split("\n"))) {
    if (removed) {
      drop();
      gone = value;
      continue;
    }
    if (added) {
      lines.push(...replaced(gone, value));
      gone = [];
      continue;
    }
    drop();
    lines.push(...value.map((text) => whole("same", text)));
  }
  drop();
  return lines;
}

function whole(kind: DiffLine["kind"], text: string): DiffLine {
  return { kind, parts: [{ text, isMarked: false }] };
}

function replaced(gone: readonly string[], added: readonly string[]): DiffLine[] {
  const pairs = Math.min(gone.length, added.length);
  const words = gone.slice(0, pairs).map((text, index) => diffWordsWithSpace(text, added[index] ?? ""));
  const side = (kind: "gone" | "new"): DiffLine[] =>
    words.map((changes) => ({
      kind,
      parts: changes
        .filter(({ added: isNew, removed: isGone }) => (kind === "gone" ? !isNew : !isGone))
        .map(({ value, added: isNew, removed: isGone }) => ({ text: value, isMarked: isNew || isGone })),
    }));
  return [
    ...side("gone"),
    ...gone.slice(pairs).map((text) => whole("gone", text)),
    ...side("new"),
    ...added.slice(pairs).map((text) => whole("new", text)),
  ];
}
