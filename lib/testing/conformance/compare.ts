import type { RecordedAnswer } from "./vectors";
import { isWellFormed, readXml, type Element } from "./xml";

export type GivenAnswer = {
  readonly status: number;
  readonly ruleId: string | null;
  readonly contentType: string | null;
  readonly body: string;
};

export type Difference = {
  readonly what: "status" | "rule" | "well-formed" | "element" | "attribute" | "order" | "text" | "bytes";
  /** Element, or element and attribute: `update@appVersion`. */
  readonly where: string;
  readonly expected: string | null;
  readonly got: string | null;
};

/** Everything in which our answer is not what Balrog's was. */
export function compareAnswers(expected: RecordedAnswer, got: GivenAnswer): Difference[] {
  return [
    ...difference("status", "", String(expected.status), String(got.status)),
    ...(expected.status === 200 ? difference("rule", "Rule-ID", ruleOf(expected), got.ruleId) : []),
    ...wellFormedness(got),
    ...(expected.status === got.status ? compareBodies(expected, got.body) : []),
  ];
}

function wellFormedness({ contentType, body }: GivenAnswer): Difference[] {
  if (body === "" || !contentType?.startsWith("text/xml") || isWellFormed(body)) return [];
  return [{ what: "well-formed", where: "", expected: null, got: body }];
}

function compareBodies({ status, body }: RecordedAnswer, got: string): Difference[] {
  const expected = body ?? "";
  if (status !== 200) return status === 404 ? difference("text", "", "", got) : [];
  if (!expected.startsWith("<?xml")) return compareJson(expected, got);
  const elements = compareElements(readXml(expected).children, readXml(got).children, "");
  return elements.length > 0 ? elements : compareBytes(expected, got);
}

/** Balrog says "unknown" where no rule decided. */
function ruleOf({ headers }: RecordedAnswer): string | null {
  const id = headers["Rule-ID"];
  return id === undefined || id === "unknown" ? null : id;
}

function compareJson(expected: string, got: string): Difference[] {
  const canonical = (text: string) => (text === "" ? "" : JSON.stringify(JSON.parse(text)));
  return difference("text", "", canonical(expected), canonical(got));
}

function compareElements(
  expected: readonly Element[],
  got: readonly Element[],
  inside: string,
): Difference[] {
  const [wanted, given] = [expected[0], got[0]];
  if (wanted && wanted.name === given?.name) {
    return [...compareElement(wanted, given), ...compareElements(expected.slice(1), got.slice(1), inside)];
  }
  // The longer side has one that the other lacks.
  if (wanted && expected.length >= got.length) {
    const lacking = difference("element", `${inside}/${wanted.name}`, summary(wanted), null);
    return [...lacking, ...compareElements(expected.slice(1), got, inside)];
  }
  if (!given) return [];
  const added = difference("element", `${inside}/${given.name}`, null, summary(given));
  return [...added, ...compareElements(expected, got.slice(1), inside)];
}

function summary({ name, attributes: pairs }: Element): string {
  return `<${name} ${pairs.map((pair) => pair.join("=")).join(" ")}>`;
}

function compareElement(expected: Element, got: Element): Difference[] {
  const { name } = expected;
  const [wanted, given] = [new Map(expected.attributes), new Map(got.attributes)];
  const names = [...new Set([...wanted.keys(), ...given.keys()])];
  const attributes = names.flatMap((attribute) =>
    difference("attribute", `${name}@${attribute}`, wanted.get(attribute), given.get(attribute)),
  );
  const shared = (of: Element) =>
    of.attributes.map(([key]) => key).filter((key) => wanted.has(key) && given.has(key));
  return [
    ...attributes,
    ...difference("order", name, shared(expected).join(" "), shared(got).join(" ")),
    ...difference("text", name, expected.text, got.text),
    ...compareElements(expected.children, got.children, name),
  ];
}

function difference(
  what: Difference["what"],
  where: string,
  expected: string | null | undefined,
  got: string | null | undefined,
): Difference[] {
  return expected === got ? [] : [{ what, where, expected: expected ?? null, got: got ?? null }];
}

/** What release tooling greps: each tag on a line of its own, in its own depth. */
const attributes = '(?: [A-Za-z]+="[^"<]*")*';
const layout = new RegExp(
  `^<\\?xml version="1.0"\\?>\\n<updates>\\n(?:    <update${attributes}>\\n(?:        <patch${attributes}/>\\n)*    </update>\\n)?</updates>$`,
);

function compareBytes(expected: string, got: string): Difference[] {
  return layout.test(expected) ? difference("bytes", "", expected, got) : [];
}
