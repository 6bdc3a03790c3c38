import { conditionSchemas } from "@/lib/rules/conditions";

/** Which clients of a channel are meant. The words are those of rules' conditions. */
export const clientFields = {
  version: "version",
  "build ID": "buildID",
  "build target": "buildTarget",
  locale: "locale",
  "OS version": "osVersion",
} as const;

export type ClientField = (typeof clientFields)[keyof typeof clientFields];

/** What is expected of them. */
export type Expectation =
  /** Updates lead to this version or beyond, hop by hop. */
  | { readonly kind: "reaches"; readonly version: string }
  /** All releases that are offered are named like one of these. */
  | { readonly kind: "gets only"; readonly releases: readonly string[] }
  /** None of them is named like one of these. */
  | { readonly kind: "never gets"; readonly releases: readonly string[] }
  | { readonly kind: "gets an update" }
  | { readonly kind: "gets no update" }
  /** The newest release that is offered has a build for every build target of the product. */
  | { readonly kind: "has every build target" };

/** What a statement says. */
export type Statement = {
  readonly product: string;
  /** As in rules: exact, or a prefix and "*"; null: every channel. */
  readonly channel: string | null;
  readonly conditions: Readonly<Partial<Record<ClientField, string>>>;
  readonly expectation: Expectation;
};

export const statementExamples = [
  "every Firefox client on release with version >=115 reaches 130.0.1",
  "every Firefox client on esr gets only Firefox-*esr*",
  "every Firefox client on release with locale de has every build target",
] as const;

const shape =
  "Write it like: every PRODUCT client on CHANNEL [with version >=115 and locale de] reaches 130.0.1 " +
  "(or: gets only NAME*, never gets NAME*, gets an update, gets no update, has every build target)";

/** @throws RangeError that says what cannot be read, and how to write it */
export function parseStatement(text: string): Statement {
  const words = readWords(text);
  expectWord(words, "every");
  const product = taken(words, "a product");
  if (!skip(words, "client")) expectWord(words, "clients");
  const channel = skip(words, "on") ? taken(words, "a channel") : null;
  const conditions = skip(words, "with") ? readConditions(words) : {};
  return { product, channel, conditions, expectation: readExpectation(words) };
}

type Word = { readonly text: string; readonly isQuoted: boolean };

function readWords(text: string): Word[] {
  const words = [...text.matchAll(/"([^"]*)"|([^\s"]+)|(")/g)];
  if (words.some(([, , , open]) => open !== undefined)) {
    throw new RangeError("A quotation mark is not closed");
  }
  return words.map(([, quoted, plain]) => ({ text: quoted ?? plain ?? "", isQuoted: quoted !== undefined }));
}

function isNext(words: readonly Word[], wanted: string): boolean {
  const parts = wanted.split(" ");
  return parts.every((part, i) => words[i] && !words[i].isQuoted && words[i].text === part);
}

function skip(words: Word[], wanted: string): boolean {
  if (!isNext(words, wanted)) return false;
  words.splice(0, wanted.split(" ").length);
  return true;
}

function expectWord(words: Word[], wanted: string): void {
  if (skip(words, wanted)) return;
  const found = words[0] ? `"${words[0].text}"` : "the end";
  throw new RangeError(`"${wanted}" is expected where ${found} is. ${shape}`);
}

function taken(words: Word[], what: string): string {
  const word = words.shift();
  if (word && word.text !== "") return word.text;
  throw new RangeError(`${what} is missing at the end. ${shape}`);
}

function readConditions(words: Word[]): Statement["conditions"] {
  const conditions: Partial<Record<ClientField, string>> = {};
  do {
    const name = Object.keys(clientFields).find((field) => skip(words, field));
    if (name === undefined) {
      const found = words[0]?.text ?? "the end";
      throw new RangeError(
        `"${found}" is nothing that clients are told apart by: take ${Object.keys(clientFields).join(", ")}`,
      );
    }
    const field = clientFields[name as keyof typeof clientFields];
    if (conditions[field] !== undefined) throw new RangeError(`${name} is given twice: join values with ","`);
    conditions[field] = readable(field, taken(words, `The value of ${name}`));
  } while (skip(words, "and"));
  return conditions;
}

function readExpectation(words: Word[]): Expectation {
  const expectation = expectationIn(words);
  if (words.length > 0) {
    throw new RangeError(`Nothing is expected after it, but there is "${words[0]?.text}"`);
  }
  return expectation;
}

const plain = ["gets an update", "gets no update", "has every build target"] as const;

function expectationIn(words: Word[]): Expectation {
  const kind = plain.find((one) => skip(words, one));
  if (kind !== undefined) return { kind };
  for (const one of ["gets only", "never gets"] as const) {
    if (!skip(words, one)) continue;
    const releases = taken(words, "A release's name").split(",").filter(Boolean);
    return { kind: one, releases };
  }
  if (!skip(words, "reaches")) {
    const found = words[0] ? `"${words[0].text}"` : "the end";
    throw new RangeError(`What is expected of the clients is missing where ${found} is. ${shape}`);
  }
  const version = taken(words, "The version");
  return { kind: "reaches", version: readable("version", version) };
}

/** @throws RangeError where a rule's condition could not be written like this */
function readable(field: ClientField, said: string): string {
  // People say 115; clients say 115.0.
  const text = field === "version" ? said.replaceAll(/(^|,)([<>=]*\d+)(?=,|$)/g, "$1$2.0") : said;
  if (field === "version" && !/\d/.test(text)) {
    throw new RangeError(`"${said}" is no version: write e.g. 115.0`);
  }
  const problem = conditionSchemas[field].safeParse(text).error?.issues[0];
  if (problem) throw new RangeError(problem.message);
  return text;
}
