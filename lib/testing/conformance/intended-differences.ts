import type { Difference, GivenAnswer } from "./compare";
import type { RecordedAnswer, Vector } from "./vectors";

export type Situation = {
  readonly scenario: string;
  readonly vector: Vector;
  readonly expected: RecordedAnswer;
  readonly got: GivenAnswer;
  /** What we answer to the same client when it asks with another URL. */
  readonly ask: (url: string) => GivenAnswer | Promise<GivenAnswer>;
};

/** A way in which our answers are meant not to be Balrog's. */
export type IntendedDifference = {
  readonly reason: string;
  /** True also vouches that our answer is the one that is meant. */
  readonly covers: (difference: Difference, situation: Situation) => boolean | Promise<boolean>;
};

/** Every difference from Balrog that is meant. Each must occur; no other may. */
export const intendedDifferences: readonly IntendedDifference[] = [
  {
    reason: "Unknown and malformed query parameters are ignored; Balrog answers 400",
    covers: async (difference, { vector, expected, got, ask }) => {
      const ignored = ignoredParameters(expected);
      return (
        refusedWith(difference, "400") &&
        ignored !== null &&
        sameAnswer(got, await ask(without(vector.url, ignored)))
      );
    },
  },
  {
    reason: "A pin to a release that does not exist is not taken over; Balrog answers 500",
    covers: async (difference, { vector, expected, got, ask }) =>
      refusedWith(difference, "500") &&
      causedBy(expected, /^IndexError/) &&
      vector.url.includes("pin=") &&
      sameAnswer(got, await ask(without(vector.url, ["pin"]))),
  },
  {
    reason: "A version that cannot be read gets no application update; Balrog answers 400",
    covers: (difference, { expected, got }) =>
      refusedWith(difference, "400") &&
      said(expected, /Version number .* is invalid/s) &&
      !got.body.includes("<patch"),
  },
  {
    reason: "A release without the build target or locale is no update; Balrog answers 400",
    covers: (difference, { expected, got }) =>
      refusedWith(difference, "400") &&
      said(expected, /^(No such locale|Can't find platform)/) &&
      isEmpty(got),
  },
  {
    reason: "A complete without a URL is no update; Balrog answers 500",
    covers: (difference, { expected, got }) =>
      refusedWith(difference, "500") &&
      causedBy(expected, /^(KeyError: '[\w-]+'|ValueError: Couldn't find fileUrl)$/) &&
      isEmpty(got),
  },
  {
    reason: "A patch without a URL makes way for the next one; Balrog answers 500",
    covers: (difference, { expected, got }) =>
      refusedWith(difference, "500") &&
      causedBy(expected, /^ValueError: Couldn't find fileUrl$/) &&
      got.body.includes('<patch type="complete"'),
  },
  {
    reason: "A partial whose source lacks the locale does not apply; Balrog answers 500",
    covers: (difference, { expected, got }) =>
      refusedWith(difference, "500") &&
      causedBy(expected, /^UnboundLocalError: .*releaseBuildID/) &&
      got.body.includes('<patch type="complete"'),
  },
  {
    reason: "Versions of the loose order that cannot be compared are no update; Balrog answers 500",
    covers: (difference, { expected, got }) =>
      refusedWith(difference, "500") && causedBy(expected, /^TypeError: '<' not supported/) && isEmpty(got),
  },
  {
    reason: "A bundle skips members that do not exist; Balrog answers 500",
    covers: (difference, { expected, got }) =>
      refusedWith(difference, "500") && causedBy(expected, /^IndexError/) && got.body.includes("<addons>"),
  },
  {
    reason: "A bundle of nothing brings nothing; Balrog answers 500",
    covers: (difference, { expected, got }) =>
      refusedWith(difference, "500") &&
      causedBy(expected, /^NotImplementedError/) &&
      !got.body.includes("<addon "),
  },
  {
    reason: "An add-on whose alias leads nowhere is left out; Balrog answers 400",
    covers: (difference, { expected, got }) =>
      refusedWith(difference, "400") &&
      said(expected, /^No platform '%s' in vendor/) &&
      got.body.includes("<addons>"),
  },
  {
    reason: "A release of another kind than the request's form is no update; Balrog answers 400",
    covers: (difference, { expected, got }) =>
      refusedWith(difference, "400") && said(expected, /^Wrong blob type/) && isEmpty(got),
  },
  {
    reason: "A path with an empty segment fits no request; Balrog redirects",
    covers: (difference, { vector, got }) =>
      refusedWith(difference, "308") && vector.url.startsWith("/update//") && got.status === 200,
  },
  {
    reason: "Methods other than GET and HEAD are answered 405; Balrog answers OPTIONS with 200",
    covers: ({ what, expected, got }, { vector }) =>
      vector.method === "OPTIONS" && what === "status" && expected === "200" && got === "405",
  },
  {
    reason: 'Attributes for which a release has no value are left out; Balrog writes "None"',
    covers: ({ what, expected, got }) => what === "attribute" && expected === "None" && got === null,
  },
  {
    reason:
      "An application release inside a bundle contributes nothing; Balrog writes its patches as add-ons",
    covers: ({ what, where, got }) => what === "element" && where === "addons/patch" && got === null,
  },
  {
    reason: "An entity in data is not escaped again",
    covers: ({ what, expected, got }) =>
      what === "attribute" && expected !== got && expected?.replaceAll("&lt;", "<") === got,
  },
  {
    reason: "Characters of a channel pattern are literal; Balrog's are a regular expression's",
    covers: ({ what }, { scenario, vector }) =>
      scenario === "channel-wildcards" &&
      vector.url.includes("/nnn/") &&
      (what === "rule" || what === "element"),
  },
  {
    reason: "An update type that no client understands is imported as minor",
    covers: ({ where, expected, got }) =>
      where === "update@type" &&
      expected !== null &&
      !["minor", "major"].includes(expected) &&
      got === "minor",
  },
];

function refusedWith({ what, expected, got }: Difference, status: string): boolean {
  return what === "status" && expected === status && got === "200";
}

function causedBy({ cause }: RecordedAnswer, pattern: RegExp): boolean {
  return cause !== undefined && pattern.test(cause);
}

function said({ body }: RecordedAnswer, pattern: RegExp): boolean {
  return pattern.test(body ?? "");
}

function isEmpty({ body }: GivenAnswer): boolean {
  return /^<\?xml version="1.0"\?>\s*<updates>\s*<\/updates>$/.test(body);
}

function sameAnswer(one: GivenAnswer, other: GivenAnswer): boolean {
  return one.status === other.status && one.ruleId === other.ruleId && one.body === other.body;
}

/** The parameters that Balrog complained about; null when it complained of something else. */
function ignoredParameters(expected: RecordedAnswer): string[] | null {
  const extra = /Extra query parameter\(s\) (.*?) not in spec/.exec(expected.body ?? "")?.[1];
  if (extra !== undefined) return extra.split(", ");
  return said(expected, /Version Pin String|'description': 'pin'/) ? ["pin"] : null;
}

function without(url: string, parameters: readonly string[]): string {
  const [path, query = ""] = url.split("?", 2) as [string, string?];
  const kept = query.split("&").filter((part) => !parameters.includes(part.split("=", 1)[0] ?? ""));
  return kept.length === 0 ? path : `${path}?${kept.join("&")}`;
}
