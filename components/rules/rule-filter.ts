import { affectsChannel, fitsTerms, readQuery, type Standing } from "@/lib/rules/query";

import type { RuleRow } from "./rule-columns";

export type RuleFilter = {
  /** Words that all must occur somewhere in the rule, and terms such as "channel:release*". */
  search: string;
  /** A product that the rule affects; empty: every product. */
  product: string;
  /** A channel that the rule affects; empty: every channel. */
  channel: string;
  state: RuleStateFilter;
};

export const ruleStates = ["all", "on", "off", "throttled"] as const;
export type RuleStateFilter = (typeof ruleStates)[number];

export type RuleFilterOptions = { products: readonly string[]; channels: readonly string[] };

/** What an address says, without what nobody can choose. */
export function readRuleFilter(
  { search, product, channel, state }: Record<keyof RuleFilter, string>,
  { products, channels }: RuleFilterOptions,
): RuleFilter {
  return {
    search,
    product: products.includes(product) ? product : "",
    channel: channels.includes(channel) ? channel : "",
    state: ruleStates.find((one) => one === state) ?? "all",
  };
}

/** "Affects" is what clients would meet: a rule without a channel, or with a pattern, affects the channels that it matches. */
export function filterRules(
  rules: readonly RuleRow[],
  filter: RuleFilter,
  standingOf: (rule: RuleRow) => Standing,
): RuleRow[] {
  const query = readQuery(filter.search);
  return rules.filter(
    (rule) =>
      affects(rule, filter) &&
      inState(rule, filter.state) &&
      fitsTerms(rule, query, standingOf(rule)) &&
      query.words.every((word) => searchText(rule).includes(word)),
  );
}

function affects(rule: RuleRow, { product, channel }: RuleFilter): boolean {
  return (
    (product === "" || rule.product === null || rule.product === product) &&
    (channel === "" || affectsChannel(rule.channel, channel))
  );
}

function inState(rule: RuleRow, state: RuleStateFilter): boolean {
  switch (state) {
    case "all":
      return true;
    case "on":
      return rule.enabled;
    case "off":
      return !rule.enabled;
    case "throttled":
      return rule.enabled && rule.backgroundRate < 100;
  }
}

function searchText(rule: RuleRow): string {
  const { id, alias, mapping, fallbackMapping, comment, sentence, version, buildID, osVersion } = rule;
  return [`#${String(id)}`, alias, mapping, fallbackMapping, comment, sentence, version, buildID, osVersion]
    .filter(Boolean)
    .join(" ")
    .toLowerCase();
}
