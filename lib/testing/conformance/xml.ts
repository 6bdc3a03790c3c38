import { XMLParser, XMLValidator } from "fast-xml-parser";

export type Element = {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly Element[];
  readonly text: string;
};

export function isWellFormed(xml: string): boolean {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is a package of its own
  return XMLValidator.validate(xml) === true;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseAttributeValue: false,
  parseTagValue: false,
  trimValues: true,
  ignoreDeclaration: true,
});

type Parsed = Readonly<Record<string, unknown>>;

/** Reads an answer; one that is not well-formed by its lines, each of which Balrog gives one tag. */
export function readXml(xml: string): Element {
  const roots = isWellFormed(xml) ? (parser.parse(xml) as Parsed[]).map(toElement) : readLines(xml);
  return { name: "", attributes: [], children: roots, text: "" };
}

function toElement(parsed: Parsed): Element {
  const name = Object.keys(parsed).find((key) => key !== ":@") ?? "";
  const content = parsed[name] as Parsed[];
  return {
    name,
    attributes: Object.entries((parsed[":@"] ?? {}) as Record<string, string>),
    children: content.filter((child) => !("#text" in child)).map(toElement),
    text: content.map((child) => (child["#text"] as string | undefined) ?? "").join(""),
  };
}

type OpenElement = { name: string; attributes: [string, string][]; children: OpenElement[]; text: string };

function readLines(xml: string): Element[] {
  const root: OpenElement = { name: "", attributes: [], children: [], text: "" };
  const open = [root];
  for (const line of xml.split("\n").map((text) => text.trim())) {
    const tag = /^<(\w+)(.*?)(\/?)>(<\/\w+>)?$/.exec(line);
    if (tag) {
      const element = { name: tag[1]!, attributes: readAttributes(tag[2]!), children: [], text: "" };
      open.at(-1)!.children.push(element);
      if (!tag[3] && !tag[4]) open.push(element);
    } else if (/^<\/\w+>$/.test(line)) open.pop();
  }
  return root.children;
}

/** A value ends at the quote that another attribute or the tag's end follows. */
function readAttributes(text: string): [string, string][] {
  return [...text.matchAll(/\s([A-Za-z]+)="(.*?)"(?=\s+[A-Za-z]+="|\s*$)/g)].map(([, name, value]) => [
    name!,
    value!.replaceAll("&amp;", "&"),
  ]);
}
