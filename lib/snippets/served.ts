import { create } from "xmlbuilder2";

import type { AnswerDocument } from "@/lib/protocol/answer";

type Fields = Readonly<Record<string, string>>;

/** An answer as a client reads it. */
export type Served =
  | { readonly kind: "nothing" }
  | { readonly kind: "update"; readonly attributes: Fields; readonly patches: readonly Fields[] }
  | { readonly kind: "other"; readonly says: string };

/** Reads the XML of an answer. */
export function parseServed(xml: string): Served {
  // The parser takes what is not closed, and text that is no XML at all.
  if (!/^\s*<(?:.*<\/updates>|(?:.*<)?updates\s*\/>)\s*$/s.test(xml)) {
    return { kind: "other", says: `an answer that is no update document: "${xml.slice(0, 60)}"` };
  }
  try {
    return readUpdates(create(xml).root().node as unknown as Node);
  } catch (error) {
    return { kind: "other", says: `an answer that is no XML: ${(error as Error).message}` };
  }
}

/** As much of the DOM as is read here. */
type Node = {
  readonly nodeName: string;
  readonly childNodes: Iterable<Node>;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
};

function readUpdates(root: Node): Served {
  if (root.nodeName !== "updates") return { kind: "other", says: `an answer of <${root.nodeName}>` };
  const [update, ...more] = children(root, "update");
  if (!update) {
    return children(root, "addons").length > 0 ? { kind: "other", says: "add-ons" } : { kind: "nothing" };
  }
  if (more.length > 0) return { kind: "other", says: `${more.length + 1} updates at once` };
  return {
    kind: "update",
    attributes: attributesOf(update),
    patches: children(update, "patch").map(attributesOf),
  };
}

function children(node: Node, name: string): Node[] {
  return [...node.childNodes].filter(({ nodeName }) => nodeName === name);
}

function attributesOf(node: Node): Fields {
  return Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value]));
}

/** The same of an answer that has not been written yet. */
export function servedBy(document: AnswerDocument): Served {
  switch (document.kind) {
    case "empty":
      return { kind: "nothing" };
    case "update":
      return {
        kind: "update",
        attributes: Object.fromEntries(document.attributes),
        patches: document.patches.map((attributes) => Object.fromEntries(attributes)),
      };
    case "desupport":
      return { kind: "update", attributes: Object.fromEntries(document.attributes), patches: [] };
    case "addons":
      return { kind: "other", says: "add-ons" };
  }
}
