import { channelsMeet } from "@/lib/configuration/meet";
import { matchesChannel } from "./match";
import type { Rule } from "./rule";
import { parseVersionCondition } from "./version-condition";
import { parseLooseVersion, parseVersion } from "@/lib/versions/version";

/** What the search field understands besides words. */
export const queryKeys = {
  product: "rules that affect a product",
  channel: "rules that affect a channel, or channels: release*",
  version: "rules that a version could match",
  locale: "rules that a locale could match",
  release: "rules that give a release; * stands for anything",
  has: "pending, draft, alias, comment, fallback",
  is: "on, off, throttled",
} as const;

export type QueryKey = keyof typeof queryKeys;

export type Query = {
  readonly terms: readonly { readonly key: QueryKey; readonly value: string }[];
  /** Words that all must occur somewhere in the rule. */
  readonly words: readonly string[];
  /** What looks like a term, but is none. */
  readonly unknown: readonly string[];
};

/** Reads "product:Heron channel:release* has:pending welsh". A value with blanks stands in quotes. */
export function readQuery(text: string): Query {
  const terms: { key: QueryKey; value: string }[] = [];
  const words: string[] = [];
  const unknown: string[] = [];
  for (const [item] of text.matchAll(/(?:[^\s"]|"[^"]*"?)+/g)) {
    const [, key = "", raw = ""] = /^([a-z]+):(.*)$/i.exec(item) ?? [];
    const value = raw.replaceAll('"', "");
    if (key === "") words.push(item.replaceAll('"', "").toLowerCase());
    else if (!(key.toLowerCase() in queryKeys)) unknown.push(item);
    else if (value !== "") terms.push({ key: key.toLowerCase() as QueryKey, value });
  }
  return { terms, words: words.filter(Boolean), unknown };
}

/** What is known of a rule besides what it says. */
export type Standing = { readonly isPending: boolean; readonly isDrafted: boolean };

type Fits = (rule: Rule, value: string, standing: Standing) => boolean;

const fits: Readonly<Record<QueryKey, Fits>> = {
  product: ({ product }, value) => product === null || product.toLowerCase() === value.toLowerCase(),
  channel: ({ channel }, value) => affectsChannel(channel, value),
  version: ({ version }, value) => version === null || matchesVersion(version, value),
  locale: ({ locale }, value) => locale === null || locale.split(",").includes(value),
  release: ({ mapping, fallbackMapping }, value) =>
    [mapping, fallbackMapping].some((name) => name !== null && matchesName(name, value)),
  has: (rule, value, standing) => has(rule, value.toLowerCase(), standing),
  is: ({ enabled, backgroundRate }, value) => {
    if (value === "off") return !enabled;
    return enabled && (value === "on" || (value === "throttled" && backgroundRate < 100));
  },
};

/** Whether a rule fits every term. */
export function fitsTerms(rule: Rule, { terms }: Query, standing: Standing): boolean {
  return terms.every(({ key, value }) => fits[key](rule, value, standing));
}

/** As clients would meet it: a rule without a channel, or with a pattern, affects the channels that it matches. */
export function affectsChannel(condition: string | null, channel: string): boolean {
  if (condition === null) return true;
  if (channel.endsWith("*")) return channelsMeet(condition, channel);
  const [fallbackChannel = channel] = channel.split("-cck-");
  return matchesChannel(condition, { channel, fallbackChannel });
}

function matchesVersion(condition: string, text: string): boolean {
  const version = { mozilla: parseVersion(text), loose: parseLooseVersion(text) };
  return (["mozilla", "loose"] as const).some((order) => {
    try {
      return parseVersionCondition(condition, order)(version);
    } catch {
      return false;
    }
  });
}

function matchesName(name: string, wanted: string): boolean {
  const [text, pattern] = [name.toLowerCase(), wanted.toLowerCase()];
  const parts = pattern.split("*");
  if (parts.length === 1) return text.includes(pattern);
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const found = text.indexOf(part, at);
    if (found === -1 || (index === 0 && found !== 0)) return false;
    at = found + part.length;
  }
  return pattern.endsWith("*") || text.endsWith(parts.at(-1) ?? "");
}

function has(rule: Rule, what: string, { isPending, isDrafted }: Standing): boolean {
  switch (what) {
    case "pending":
      return isPending || isDrafted;
    case "draft":
      return isDrafted;
    case "alias":
      return rule.alias !== null;
    case "comment":
      return rule.comment !== null;
    case "fallback":
      return rule.fallbackMapping !== null;
    default:
      return false;
  }
}
