import type { UpdateQuery } from "@/lib/protocol/request";
import type { VersionOrder } from "@/lib/versions/version";

import { parseBuildIDCondition, parseMemoryCondition } from "./comparison";
import type { conditionSchemas } from "./conditions";
import type { Rule } from "./rule";
import { parseVersionCondition } from "./version-condition";

export type ConditionName = keyof typeof conditionSchemas;

/** A condition of a rule, its text read once instead of once a request. */
export type CompiledCondition = {
  readonly name: ConditionName;
  readonly matches: (query: UpdateQuery) => boolean;
};

type Conditions = Pick<Rule, ConditionName>;

/** The conditions of a rule that are set, cheapest first. `order` is that of the clients' product. */
export function compileConditions(rule: Conditions, order: VersionOrder): CompiledCondition[] {
  return compilers.flatMap(([name, compile]) => {
    const matches = compile(rule, order);
    return matches ? [{ name, matches }] : [];
  });
}

type Compiler = (rule: Conditions, order: VersionOrder) => ((query: UpdateQuery) => boolean) | null;

const compilers: readonly (readonly [ConditionName, Compiler])[] = [
  ["product", equalTo("product")],
  ["channel", ({ channel }) => (channel === null ? null : (query) => matchesChannel(channel, query))],
  ["buildTarget", equalTo("buildTarget")],
  ["headerArchitecture", equalTo("headerArchitecture")],
  ["distVersion", equalTo("distVersion")],
  ["mig64", equalTo("mig64")],
  ["jaws", equalTo("jaws")],
  [
    "version",
    ({ version }, order) => {
      if (version === null) return null;
      const matches = parseVersionCondition(version, order);
      return (query) => matches(query.read);
    },
  ],
  [
    "buildID",
    ({ buildID }) => {
      if (buildID === null) return null;
      const matches = parseBuildIDCondition(buildID);
      return (query) => matches(query.buildID);
    },
  ],
  ["locale", ({ locale }) => oneOf(locale, (query) => query.locale)],
  ["distribution", ({ distribution }) => oneOf(distribution, (query) => query.distribution ?? "")],
  ["instructionSet", ({ instructionSet }) => oneOf(instructionSet, (query) => query.instructionSet)],
  [
    "memory",
    ({ memory }) => {
      if (memory === null) return null;
      const matches = parseMemoryCondition(memory);
      return (query) => matches(query.memory);
    },
  ],
  [
    "osVersion",
    ({ osVersion }) => {
      if (osVersion === null) return null;
      const matches = substringExpression(osVersion);
      return (query) => matches(query.osVersion);
    },
  ],
];

function equalTo(
  name: "product" | "buildTarget" | "headerArchitecture" | "distVersion" | "mig64" | "jaws",
): Compiler {
  return ({ [name]: wanted }) => (wanted === null ? null : (query) => query[name] === wanted);
}

/** A shorter pattern would be a wildcard on nearly everything: it is compared as it stands. */
const shortestPattern = 3;

/** Equal to the channel or its fallback, or a prefix of either followed by "*". */
export function matchesChannel(
  condition: string,
  { channel, fallbackChannel }: Pick<UpdateQuery, "channel" | "fallbackChannel">,
): boolean {
  if (condition === channel || condition === fallbackChannel) return true;
  if (condition.length < shortestPattern || !condition.endsWith("*")) return false;
  const prefix = condition.slice(0, -1);
  return channel.startsWith(prefix) || fallbackChannel.startsWith(prefix);
}

/** Items are not trimmed, because deployed rules rely on it. */
function oneOf(
  list: string | null,
  field: (query: UpdateQuery) => string | null,
): ((query: UpdateQuery) => boolean) | null {
  if (list === null) return null;
  const items = new Set(list.split(","));
  return (query) => {
    const value = field(query);
    return value !== null && items.has(value);
  };
}

/** "," separates alternatives, "&&" joins terms; each term, trimmed, is a substring. */
export function substringExpression(expression: string): (text: string) => boolean {
  const alternatives = expression.split(",").map((terms) => terms.split("&&").map((term) => term.trim()));
  return (text) => alternatives.some((terms) => terms.every((term) => text.includes(term)));
}
