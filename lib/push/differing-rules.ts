import { narrowerConditions, ruleName } from "@/lib/rules/channel";
import type { Rule } from "@/lib/rules/rule";
import { ruleSentence, type NamedReleases } from "@/lib/rules/sentence";

import { callingApart, whomInWords } from "./describe";
import {
  isOutcomeEqual,
  outcomeOf,
  pairRules,
  type Outcome,
  type RulePair,
  type TwoChannels,
} from "./mirror";

export type ShownRule = Outcome & { readonly id: number; readonly name: string; readonly sentence: string };

/** Rules for the same clients of two channels that give them different things; null: that channel has none. */
export type DifferingRules = {
  /** Whom they are for, besides product and channel. */
  readonly clients: string;
  readonly from: ShownRule | null;
  readonly to: ShownRule | null;
};

export function differingRules(
  rules: readonly Rule[],
  channels: TwoChannels,
  releases: NamedReleases,
): DifferingRules[] {
  return pairRules(rules, channels)
    .filter((pair) => !isOutcomeEqual(pair))
    .map(({ from, to }) => {
      const either = from ?? to;
      const called = callingApart(releases, [from?.mapping ?? null, to?.mapping ?? null]);
      return {
        clients: either ? whomInWords(either) : "",
        from: from && shown(from, called),
        to: to && shown(to, called),
      };
    });
}

function shown(rule: Rule, releases: NamedReleases): ShownRule {
  const sentence = ruleSentence(rule, releases);
  return { ...outcomeOf(rule), id: rule.id, name: ruleName(rule), sentence };
}

/** Names of rules of the channel `from`, and not of `to`, that are new, gone or say something else. */
export function changedSince(then: readonly Rule[], now: readonly Rule[], channels: TwoChannels): string[] {
  const [before, after] = [then, now].map((rules) => sourcesOf(rules, channels)) as [Sources, Sources];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const pair: RulePair = { from: before.get(key) ?? null, to: after.get(key) ?? null };
    const named = pair.to ?? pair.from;
    return named === null || isOutcomeEqual(pair) ? [] : [ruleName(named)];
  });
}

type Sources = ReadonlyMap<string, Rule>;

function sourcesOf(rules: readonly Rule[], channels: TwoChannels): Sources {
  const own = pairRules(rules, channels).flatMap(({ from }) => from ?? []);
  return new Map(own.map((rule) => [JSON.stringify(narrowerConditions(rule)), rule]));
}
