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
  let root: unknown;
  try {
    root = create(xml).end({ format: "object", verbose: true, group: false });
  } catch (error) {
    return { kind: "other", says: `an answer that is no XML: ${(error as Error).message}` };
  }
  const updates = children(root, "updates");
  const [only] = updates;
  if (updates.length !== 1) return { kind: "other", says: "an answer without <updates>" };
  const found = children(only, "update");
  const [update] = found;
  if (update === undefined) {
    return children(only, "addons").length > 0 ? { kind: "other", says: "add-ons" } : { kind: "nothing" };
  }
  if (found.length > 1) return { kind: "other", says: `${found.length} updates at once` };
  return {
    kind: "update",
    attributes: attributesOf(update),
    patches: children(update, "patch").map(attributesOf),
  };
}

function children(node: unknown, name: string): unknown[] {
  if (typeof node !== "object" || node === null) return [];
  const found = (node as Record<string, unknown>)[name];
  return Array.isArray(found) ? (found as unknown[]) : [];
}

function attributesOf(node: unknown): Fields {
  const entries = Object.entries(node as Record<string, unknown>).flatMap(([key, value]) =>
    key.startsWith("@") && typeof value === "string" ? [[key.slice(1), value]] : [],
  );
  return Object.fromEntries(entries) as Fields;
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
