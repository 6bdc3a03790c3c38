import { create } from "xmlbuilder2";

import type { Attribute } from "@/lib/releases/attributes";

/** What an XML answer says. */
export type AnswerDocument =
  | { readonly kind: "empty" }
  | {
      readonly kind: "update";
      readonly attributes: readonly Attribute[];
      readonly patches: readonly (readonly Attribute[])[];
      /** In one line, for clients that cannot read newlines. */
      readonly squashed: boolean;
    }
  | { readonly kind: "desupport"; readonly attributes: readonly Attribute[] }
  | { readonly kind: "addons"; readonly addons: readonly AddonElement[] };

export type AddonElement = {
  readonly attributes: readonly Attribute[];
  readonly mirrorURLs: readonly string[];
};

const declaration = '<?xml version="1.0"?>';

/**
 * Writes an answer in the layout that release tooling greps: <updates> on a line of its own, a start tag of
 * <update> or a <patch> on one line each, no newline at the end.
 */
export function renderXml(document: AnswerDocument): string {
  const lines = [declaration, "<updates>", ...innerLines(document), "</updates>"];
  const squashed = document.kind === "update" && document.squashed;
  return squashed ? lines.map((line) => line.trim()).join("") : lines.join("\n");
}

function innerLines(document: AnswerDocument): string[] {
  switch (document.kind) {
    case "empty":
      return [];
    case "update":
      return [
        `    ${startTag("update", document.attributes)}`,
        ...document.patches.map((attributes) => `        ${emptyElement("patch", attributes)}`),
        "    </update>",
      ];
    case "desupport":
      return [`    ${startTag("update", document.attributes)}`, "    </update>"];
    case "addons":
      return ["    <addons>", ...document.addons.flatMap(addonLines), "    </addons>"];
  }
}

function addonLines({ attributes, mirrorURLs }: AddonElement): string[] {
  if (mirrorURLs.length === 0) return [`        ${emptyElement("addon", attributes)}`];
  return [
    `        ${startTag("addon", attributes)}`,
    ...mirrorURLs.map((url) => `            ${emptyElement("mirror", [["URL", url]])}`),
    "        </addon>",
  ];
}

/** Values that stand for themselves in XML: nothing to escape, nothing that XML cannot hold. */
const plain = /^[ !#-%'-;=?-~]*$/;

function emptyElement(name: string, attributes: readonly Attribute[]): string {
  // Most elements are plain text already, and xmlbuilder2 takes forty times as long to find that out.
  if (attributes.every(([, value]) => plain.test(value))) {
    return `<${name}${attributes.map(([attribute, value]) => ` ${attribute}="${value}"`).join("")}/>`;
  }
  return buildElement(name, attributes);
}

/** As xmlbuilder2 writes it: escaped once, and well formed whatever the values hold. */
export function buildElement(name: string, attributes: readonly Attribute[]): string {
  const inOneLine = attributes.map(([attribute, value]) => [attribute, value.replace(/[\t\n\r]/g, " ")]);
  return create({ invalidCharReplacement: "?" })
    .ele(name, Object.fromEntries(inOneLine) as Record<string, string>)
    .toString({ headless: true });
}

function startTag(name: string, attributes: readonly Attribute[]): string {
  return `${emptyElement(name, attributes).slice(0, -"/>".length)}>`;
}
