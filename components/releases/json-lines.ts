import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";

import type { InputError } from "@/lib/errors";

/** Something wrong with a JSON text, and on which line, from 1. */
export type LineError = { readonly line: number; readonly detail: string };

/** The same, and the part of that line that is wrong. */
export type PlacedError = LineError & { readonly from: number; readonly to: number };

export type ReadJson =
  | { readonly value: unknown; readonly errors: readonly never[] }
  | { readonly value: undefined; readonly errors: readonly PlacedError[] };

const strict = { disallowComments: true, allowTrailingComma: false };

/** Reads a text as JSON, or says on which lines it is none. */
export function readJson(text: string): ReadJson {
  const errors: ParseError[] = [];
  parseTree(text, errors, strict);
  if (errors.length === 0) return { value: JSON.parse(text) as unknown, errors: [] };
  const told = errors.map(({ error, ...part }) => ({
    ...placeOf(text, part),
    detail: sentenceOf(printParseErrorCode(error)),
  }));
  return { value: undefined, errors: told };
}

/** "CommaExpected" → "Comma expected". */
function sentenceOf(code: string): string {
  const words = code.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Where in a text the parts of its value are that are wrong. @param base the part of pointers before the value */
export function atLines(text: string, errors: readonly InputError[], base = ""): PlacedError[] {
  const tree = parseTree(text);
  return errors.map(({ pointer, detail }) => {
    const path = partsOf(pointer.startsWith(base) ? pointer.slice(base.length) : "");
    const part = tree ? nodeAt(tree, path) : { offset: 0, length: 0 };
    return { ...placeOf(text, part), detail: toldAt(path, detail) };
  });
}

function partsOf(pointer: string): string[] {
  const parts = pointer.split("/").slice(1);
  return parts.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The deepest part of a path that is there. */
function nodeAt(tree: Node, path: readonly string[]): Node {
  let found = tree;
  for (const part of path) {
    const next = findNodeAtLocation(found, [found.type === "array" ? Number(part) : part]);
    if (!next) break;
    found = next;
  }
  return found;
}

function toldAt(path: readonly string[], detail: string): string {
  return path.length === 0 ? detail : `${path.join(".")}: ${detail}`;
}

function placeOf(text: string, { offset, length }: Pick<Node, "offset" | "length">) {
  const line = text.slice(0, offset).split("\n").length;
  const [first = ""] = text.slice(offset, offset + length).split("\n");
  return { line, from: offset, to: offset + first.length };
}
