import { importAllowedDomains } from "@/lib/balrog/import-tables";
import { Place } from "@/lib/balrog/finding";
import { parseUpdateUrl, readVersion, type UpdateQuery } from "@/lib/protocol/request";
import { parseSystemCapabilities } from "@/lib/protocol/system-capabilities";
import { compileAllowedDomains } from "@/lib/releases/allowed-domains";
import { withForce } from "@/lib/releases/urls";
import { compileConditions, type ConditionName } from "@/lib/rules/match";
import { ruleFieldsSchema, type RuleFields } from "@/lib/rules/rule";
import { isBeyondPin, parsePin } from "@/lib/versions/pin";
import {
  compareVersions,
  compareVersionTexts,
  parseLooseVersion,
  parseVersion,
  type Version,
  type VersionOrder,
} from "@/lib/versions/version";

import type { MatcherRow } from "./vectors";

/** What ours says to one comparison of Balrog's. */
export type Verdict =
  | { readonly kind: "result"; readonly value: unknown }
  /** The rule is refused when it is saved. */
  | { readonly kind: "refused" }
  /** What the client says cannot be read, and matches nothing. */
  | { readonly kind: "unreadable" };

type Examiner = (row: MatcherRow) => Verdict;

function result(value: unknown): Verdict {
  return { kind: "result", value };
}

const unreadable: Verdict = { kind: "unreadable" };

const anyClient: UpdateQuery = (() => {
  const parsed = parseUpdateUrl("/update/6/b/1.0/1/p/l/c/os/ISET:SSE2/d/dv/update.xml");
  if (parsed.kind === "unreadable") throw new Error(parsed.reason);
  return parsed.query;
})();

/** A rule with one condition, asked by a client of which one field counts. */
function condition(
  name: ConditionName,
  query: Partial<UpdateQuery>,
  order: VersionOrder = "mozilla",
): Examiner {
  return ({ args: [value] }) => {
    const rule = ruleFieldsSchema.safeParse({ priority: 1, [name]: value });
    if (!rule.success || !compiles(rule.data, order)) return { kind: "refused" };
    const holds = compileConditions(rule.data, order).every(({ matches }) =>
      matches({ ...anyClient, ...query }),
    );
    return query.read?.[order] === null && !holds ? unreadable : result(holds);
  };
}

function compiles(rule: RuleFields, order: VersionOrder): boolean {
  try {
    compileConditions(rule, order);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function matchVersion(row: MatcherRow): Verdict {
  const loose = row.kwargs?.["versionClass"] === "LooseVersion";
  const version = String(row.args[1]);
  return condition("version", { version, read: readVersion(version) }, loose ? "loose" : "mozilla")(row);
}

/** What stands in the SYSTEM_CAPABILITIES of a client with so much memory. */
function memoryOf(value: unknown): number | null {
  return typeof value === "number" ? value : parseSystemCapabilities(`ISET:x,MEM:${String(value)}`).memory;
}

function channel(row: MatcherRow): Verdict {
  const [, name, fallback = name] = row.args as [unknown, string, string?];
  return condition("channel", { channel: name, fallbackChannel: fallback })(row);
}

type Comparison = (difference: number) => boolean;

function compare(holds: Comparison, order: VersionOrder): Examiner {
  return ({ args: [a, b] }) => {
    const difference = compareVersionTexts(String(a), String(b), order);
    return difference === null ? unreadable : result(holds(difference));
  };
}

function comparePin(holds: Comparison): Examiner {
  return ({ args: [text, pinText] }) => {
    const [version, pin] = [parseVersion(String(text)), parsePin(String(pinText))];
    if (!version || !pin) return unreadable;
    const covered = { numbers: version.numbers.slice(0, pin.length), prerelease: null };
    const difference = compareVersions(covered, { numbers: pin, prerelease: null });
    if (isBeyondPin(version, pin) !== difference > 0) {
      throw new Error("Two ways to compare with a pin differ");
    }
    return result(holds(difference));
  };
}

function versionParts(version: Version | null): Verdict {
  if (!version) return unreadable;
  const [letters, number] = version.prerelease ?? [];
  // Balrog keeps the first letter only.
  return result([...version.numbers, letters?.[0] ?? null, number ?? null]);
}

function client(path: string, userAgent?: string): UpdateQuery | null {
  const parsed = parseUpdateUrl(path, { userAgent });
  return parsed.kind === "query" ? parsed.query : null;
}

function forceOf({ args: [query] }: MatcherRow): Verdict {
  const { force, locale } = query as { force?: string; locale?: string };
  const read = client(
    `/update/3/b/1.0/1/p/${encodeURIComponent(locale ?? "l")}/c/os/d/dv/update.xml?force=${encodeURIComponent(force ?? "")}`,
  );
  return result(locale === undefined ? (read?.force ?? null) : read?.locale);
}

function isForbidden({ args }: MatcherRow): Verdict {
  const [url, product, allowlist] = args as [string, string, unknown];
  const domains = importAllowedDomains([{ value: allowlist, place: new Place([], "") }]);
  return result(!compileAllowedDomains(domains)(url, product));
}

const operators = {
  "==": (difference: number) => difference === 0,
  ">": (difference: number) => difference > 0,
  "<": (difference: number) => difference < 0,
  ">=": (difference: number) => difference >= 0,
  "<=": (difference: number) => difference <= 0,
};

/** By Balrog's function, ours. What is not here is a detail of Balrog's that no client meets. */
export const examiners: Readonly<Record<string, Examiner>> = {
  matchRegex: channel,
  matchChannel: channel,
  matchCsv: (row) => condition("instructionSet", { instructionSet: row.args[1] as string | null })(row),
  matchLocale: (row) => condition("locale", { locale: String(row.args[1]) })(row),
  matchSimpleExpression: (row) => condition("osVersion", { osVersion: String(row.args[1]) })(row),
  matchBuildID: (row) => condition("buildID", { buildID: String(row.args[1]) })(row),
  matchMemory: (row) => condition("memory", { memory: memoryOf(row.args[1]) })(row),
  matchBoolean: (row) => condition("jaws", { jaws: Boolean(row.args[1]) })(row),
  matchVersion,
  MozillaVersion: ({ args }) => versionParts(parseVersion(String(args[0]))),
  LooseVersion: ({ args }) => result(parseLooseVersion(String(args[0]))),
  PinVersion: ({ args }) => {
    const pin = parsePin(String(args[0]));
    return pin ? result(pin) : unreadable;
  },
  ...Object.fromEntries(
    Object.entries(operators).flatMap(([operator, holds]) => [
      [`MozillaVersion ${operator} MozillaVersion`, compare(holds, "mozilla")],
      [`LooseVersion ${operator} LooseVersion`, compare(holds, "loose")],
      [`MozillaVersion ${operator} PinVersion`, comparePin(holds)],
    ]),
  ),
  getFallbackChannel: ({ args }) =>
    result(client(`/update/1/b/1.0/1/p/l/${String(args[0])}/update.xml`)?.fallbackChannel),
  getSystemCapabilities: ({ args }) => result(parseSystemCapabilities(String(args[0]))),
  getHeaderArchitecture: ({ args: [target, userAgent] }) =>
    result(
      client(`/update/1/b/1.0/1/${String(target) || "none"}/l/c/update.xml`, (userAgent ?? "") as string)
        ?.headerArchitecture,
    ),
  getCleanQueryFromURL: forceOf,
  isForbiddenUrl: isForbidden,
  isSpecialURL: ({ args: [url, prefixes] }) =>
    result(withForce(String(url), "1", prefixes as string[]) !== url),
};
