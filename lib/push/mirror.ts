import { narrowerConditions, ruleName, servesChannel } from "@/lib/rules/channel";
import { conditionNames, type Rule, type RuleFields } from "@/lib/rules/rule";
import { ruleSentence } from "@/lib/rules/sentence";

import { changeOf, creationOf, refuse, type Plan, type PlannedEdit, type Surroundings } from "./plan";
import { inOrder } from "./target";

export type TwoChannels = { readonly product: string; readonly from: string; readonly to: string };

/** Rules of two channels that are for the same clients but for the channel; null: that channel has none. */
export type RulePair = { readonly from: Rule | null; readonly to: Rule | null };

/** What a rule gives those whom it matches. */
export type Outcome = Pick<RuleFields, "mapping" | "fallbackMapping" | "backgroundRate" | "updateType">;

/** The rules that clients of one of two channels can match and those of the other can't, by who they are for. */
export function pairRules(rules: readonly Rule[], { product, from, to }: TwoChannels): RulePair[] {
  const own = inOrder(rules).filter((rule) => rule.product === null || rule.product === product);
  const of = (channel: string, other: string) =>
    firstByConditions(own.filter((rule) => servesChannel(rule, channel) && !servesChannel(rule, other)));
  const [sources, targets] = [of(from, to), of(to, from)];
  return [...new Set([...sources.keys(), ...targets.keys()])].map((key) => ({
    from: sources.get(key) ?? null,
    to: targets.get(key) ?? null,
  }));
}

/** Of equal conditions, the rule that is tried first decides alone. */
function firstByConditions(rules: readonly Rule[]): Map<string, Rule> {
  const first = new Map<string, Rule>();
  for (const rule of rules) {
    if (!rule.enabled) continue;
    const key = JSON.stringify(narrowerConditions(rule));
    if (!first.has(key)) first.set(key, rule);
  }
  return first;
}

/** What a rule comes to: who is outside a rate of 100 % gets nothing else. */
export function outcomeOf({ mapping, fallbackMapping, backgroundRate, updateType }: Outcome): Outcome {
  return {
    mapping,
    fallbackMapping: backgroundRate === 100 ? null : fallbackMapping,
    backgroundRate,
    updateType,
  };
}

export function isOutcomeEqual({ from, to }: RulePair): boolean {
  if (!from || !to) return false;
  const [a, b] = [outcomeOf(from), outcomeOf(to)];
  return (Object.keys(a) as (keyof Outcome)[]).every((name) => a[name] === b[name]);
}

export type MirrorOptions = {
  /** What becomes of rules that only the target has; left out: they are refused. */
  readonly others?: "keep" | "switch-off" | undefined;
  /** The rate of ordinary clients who get something new; the others go on getting what they get. Left out: as tested. */
  readonly rate?: number | undefined;
};

/**
 * Gives the clients of one channel (`to`) what another's (`from`) rules say.
 *
 * @throws Refusal for a rule that is not of the target alone, and for one that only the target has unless `others` says
 *   what becomes of it
 */
export function mirrorChannel(around: Surroundings, channels: TwoChannels, options: MirrorOptions): Plan {
  const pairs = pairRules(around.rules, channels);
  if (pairs.every(({ from }) => from === null)) {
    throw refuse(
      "from",
      `No rule of ${channels.product} is for ${channels.from} alone: there is nothing to take over`,
    );
  }
  mustSayOfOthers(pairs, channels, options);
  const edits = pairs.flatMap((pair) => editsOf(pair, around, channels, options));
  const { product, from, to } = channels;
  const sentence =
    edits.length === 0
      ? `${product} on ${to} has the same rules as on ${from}.`
      : `${product} on ${to} gets what is on ${from}: ${edits.map(({ after }) => after ?? "").join(" ")}`;
  return { sentence, edits };
}

function mustSayOfOthers(
  pairs: readonly RulePair[],
  { from, to }: TwoChannels,
  { others }: MirrorOptions,
): void {
  const only = pairs.flatMap((pair) => (pair.from === null && pair.to !== null ? [pair.to] : []));
  if (only.length === 0 || others !== undefined) return;
  const names = only.map(ruleName).join(", ");
  const detail = `${to} has rules that ${from} has nothing like: ${names}. Say what becomes of them: keep, or switch-off`;
  throw refuse("others", detail);
}

function editsOf(
  pair: RulePair,
  { releases }: Surroundings,
  channels: TwoChannels,
  { others, rate }: MirrorOptions,
): PlannedEdit[] {
  const { from, to } = pair;
  if (from === null) {
    if (to === null || others !== "switch-off") return [];
    mustBeAlone(to, channels);
    return changeOf(to, { enabled: false }, releases);
  }
  const outcome = throttled(from, to, rate);
  if (to === null) return [creationOf({ ...copyFor(from, channels), ...outcome }, releases)];
  if (isOutcomeEqual({ from: { ...from, ...outcome }, to })) return [];
  mustBeAlone(to, channels);
  return changeOf(to, outcome, releases);
}

function throttled(from: Rule, to: Rule | null, rate: number | undefined): Outcome {
  const outcome = outcomeOf(from);
  const isNew = from.mapping !== to?.mapping && narrowerConditions(from).length === 0;
  if (rate === undefined || !isNew) return outcome;
  return { ...outcome, backgroundRate: rate, fallbackMapping: rate === 100 ? null : (to?.mapping ?? null) };
}

function copyFor(rule: Rule, { product, to }: TwoChannels) {
  const conditions = Object.fromEntries(conditionNames.map((name) => [name, rule[name]]));
  return { ...conditions, product, channel: to, priority: rule.priority, comment: rule.comment };
}

/** @throws Refusal when clients elsewhere would get something else as well */
function mustBeAlone(rule: Rule, { product, to }: TwoChannels): void {
  if (rule.product === product && rule.channel === to) return;
  const whose = ruleSentence(rule);
  const detail = `${ruleName(rule)} is not for ${product} on ${to} alone (${whose}): make a rule for ${to}, or change it by hand`;
  throw refuse("to", detail);
}
