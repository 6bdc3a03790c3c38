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
  const head = [
    ...difference("status", "", String(expected.status), String(got.status)),
    ...(expected.status === 200 ? difference("rule", "Rule-ID", ruleOf(expected), got.ruleId) : []),
  ];
  if (expected.body !== "" && got.contentType?.startsWith("text/xml") && !isWellFormed(got.body)) {
    return [...head, { what: "well-formed", where: "", expected: null, got: got.body }];
  }
  if (expected.status !== 200 || got.status !== 200) return head;
  const body = expected.body ?? "";
  if (!body.startsWith("<?xml")) return [...head, ...compareJson(body, got.body)];
  const elements = compareElements(readXml(body).children, readXml(got.body).children, "");
  return [...head, ...elements, ...(elements.length === 0 ? compareBytes(body, got.body) : [])];
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
  if (!wanted && !given) return [];
  if (wanted && given && wanted.name === given.name) {
    return [...compareElement(wanted, given), ...compareElements(expected.slice(1), got.slice(1), inside)];
  }
  // The longer side has one that the other lacks.
  const lacking = expected.length >= got.length;
  const odd = lacking ? wanted : given;
  return [
    ...difference(
      "element",
      `${inside}/${odd?.name ?? ""}`,
      lacking ? summary(wanted) : null,
      lacking ? null : summary(given),
    ),
    ...(lacking
      ? compareElements(expected.slice(1), got, inside)
      : compareElements(expected, got.slice(1), inside)),
  ];
}

function summary(element: Element | undefined): string | null {
  return element ? `<${element.name} ${element.attributes.map((pair) => pair.join("=")).join(" ")}>` : null;
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
