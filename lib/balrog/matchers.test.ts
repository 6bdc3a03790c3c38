import { describe, expect, test } from "vitest";

import { examiners, type Verdict } from "@/lib/testing/conformance/matchers";
import { readMatchers, vectorsAreThere, type MatcherRow } from "@/lib/testing/conformance/vectors";

type Said = Readonly<Record<string, unknown>> | null;

/** What Balrog's functions say, in the terms of ours, where these differ. */
const inOurTerms: Readonly<Record<string, (said: Said) => unknown>> = {
  MozillaVersion: (said) => [said?.["version"], said?.["prerelease"] ?? [null, null]].flat(),
  LooseVersion: (said) => said?.["version"],
  PinVersion: (said) => said?.["version"],
  getCleanQueryFromURL: cleanQuery,
  matchRegex: (said) => said ?? false,
  matchChannel: (said) => said ?? false,
};

function expectedOf({ fn, result = null }: MatcherRow): unknown {
  const translate = inOurTerms[fn];
  return translate ? translate(result as Said) : result;
}

/** Only these two values of `force` mean something. */
function cleanQuery(said: Said): unknown {
  const force = said?.["force"];
  return said?.["locale"] ?? (force === "1" || force === "-1" ? force : null);
}

type Intended = { readonly reason: string; readonly covers: (row: MatcherRow, verdict: Verdict) => boolean };

const refused = (verdict: Verdict) => verdict.kind === "refused";

const intended: readonly Intended[] = [
  {
    reason: "Characters of a channel pattern are literal; Balrog's are a regular expression's",
    covers: ({ fn, args }) => fn === "matchRegex" && /[+()[\]|$^\\]/.test(String(args[0])),
  },
  {
    reason: "Balrog compares locales and operating systems in one way each: the other is not used",
    covers: ({ fn, kwargs }) =>
      (fn === "matchCsv" && kwargs?.["substring"] === true) ||
      (fn === "matchSimpleExpression" && kwargs?.["substring"] === false),
  },
  {
    reason: "A list or a blank in a build ID is refused; Balrog reads as far as it understands",
    covers: ({ fn, args }, verdict) =>
      fn === "matchBuildID" && /[ ,]/.test(String(args[0])) && refused(verdict),
  },
  {
    reason: "A build ID with an operator and a wildcard is refused; Balrog drops the operator",
    covers: ({ fn, args }, verdict) =>
      fn === "matchBuildID" && /^[<>].*\*/.test(String(args[0])) && refused(verdict),
  },
  {
    reason: "A memory that is no number is refused; Balrog fails once a client says how much it has",
    covers: ({ fn, args }, verdict) =>
      fn === "matchMemory" && !/^([<>]=?)?\d+$/.test(String(args[0])) && refused(verdict),
  },
  {
    reason: "A list with an unreadable version is refused; Balrog fails once it gets there",
    covers: ({ fn, args }, verdict) =>
      fn === "matchVersion" && String(args[0]).includes(",") && refused(verdict),
  },
  {
    reason: "The loose order has no wildcards: one is refused",
    covers: ({ fn, args, kwargs }, verdict) =>
      fn === "matchVersion" &&
      kwargs?.["versionClass"] === "LooseVersion" &&
      String(args[0]).includes("*") &&
      refused(verdict),
  },
  {
    reason: "A wildcard is no version of a client or release",
    covers: ({ fn, args }, verdict) =>
      /^MozillaVersion( |$)/.test(fn) &&
      args.some((text) => String(text).includes("*")) &&
      verdict.kind === "unreadable",
  },
  {
    reason: "Digits are ASCII",
    covers: ({ args }) => String(args[0]).includes("٠"),
  },
  {
    reason: "The empty string is no version and no pin",
    covers: ({ fn, args }) => fn.endsWith("Version") && args[0] === "",
  },
  {
    reason: "Only http and https URLs without control characters are served",
    covers: ({ fn, args }, verdict) =>
      fn === "isForbiddenUrl" &&
      /^ftp:|\n$/.test(String(args[0])) &&
      verdict.kind === "result" &&
      verdict.value === true,
  },
];

/** Details of Balrog's that no client meets. */
const inner =
  /^(get_version_class|get_op|string_compare|int_compare|(Post)?Modern\w+|(Glob|Strict|Ancient)\w+|(in|de)crement_version|extract_query_version)$/;

describe.skipIf(!vectorsAreThere)("comparisons are Balrog's (skipped without ../shared/data/vectors)", () => {
  const rows = vectorsAreThere ? readMatchers() : [];
  const functions = [...new Set(rows.map(({ fn }) => fn))].filter((fn) => !inner.test(fn));
  const counts = new Map(intended.map(({ reason }) => [reason, 0]));
  let same = 0;

  test.each(functions)("%s", (fn) => {
    const ofFunction = rows.filter((row) => row.fn === fn);
    const different = ofFunction.flatMap((row) => {
      const verdict = examiners[fn]?.(row) ?? { kind: "refused" };
      if (isAsBalrogs(row, verdict, ofFunction)) {
        same++;
        return [];
      }
      const reason = intended.find(({ covers }) => covers(row, verdict))?.reason;
      if (reason === undefined) return [{ ...row, verdict }];
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
      return [];
    });
    expect(different).toEqual([]);
  });

  test("differ from Balrog's in every way that is said to be intended", () => {
    expect([...counts].filter(([, count]) => count === 0)).toEqual([]);
    // eslint-disable-next-line no-console -- the count is a result of its own
    console.log(`${same} comparisons same; intended differences:`, Object.fromEntries(counts));
  });
});

/** Where Balrog fails: a rule on which it always does is refused; else the client has said what cannot be read. */
function isAsBalrogs(row: MatcherRow, verdict: Verdict, others: readonly MatcherRow[]): boolean {
  if (row.raises === undefined) {
    return verdict.kind === "result" && JSON.stringify(verdict.value) === JSON.stringify(expectedOf(row));
  }
  if (verdict.kind !== "result") return true;
  const sameCondition = others.filter(({ args }) => args[0] === row.args[0]);
  return verdict.value === false && !sameCondition.every(({ raises }) => raises !== undefined);
}
