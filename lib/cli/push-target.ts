import { findTarget, type Place } from "@/lib/push/target";
import { ruleName, servesChannel } from "@/lib/rules/channel";
import { ruleSentence, type NamedReleases } from "@/lib/rules/sentence";
import type { Rule } from "@/lib/rules/rule";

import { Failure } from "./failure";
import { ruleCalled } from "./read-rules";

/**
 * The rule that a push to a channel changes: the enabled one for just this product and channel, when ordinary
 * clients of the channel reach it and no other could be meant.
 *
 * @param rules in the order in which they are tried
 * @throws Failure that names the rules between which a person has to choose
 */
export function pushTarget(rules: readonly Rule[], place: Place, releases: NamedReleases): Rule {
  const { rule, serving, candidates } = findTarget(rules, place);
  if (rule) return rule;
  if (candidates.length === 0) throw new Failure(describeNone(serving, place, releases));
  throw new Failure(describeChoice(candidates, place, releases));
}

/** The rule that was named, if a push to this place can change it. */
export function namedTarget(rules: readonly Rule[], name: string, place: Place): Rule {
  const rule = ruleCalled(name, rules);
  if (rule.product !== null && rule.product !== place.product) {
    throw new Failure(`${ruleName(rule)} is for ${rule.product}, and the release is of ${place.product}.`);
  }
  if (!servesChannel(rule, place.channel)) {
    throw new Failure(`${ruleName(rule)} is for channel ${rule.channel ?? ""}, not for ${place.channel}.`);
  }
  if (!rule.enabled) {
    throw new Failure(`${ruleName(rule)} is disabled: enable it first with \`aus rules enable ${name}\`.`);
  }
  return rule;
}

function describeNone(
  serving: readonly Rule[],
  { product, channel }: Place,
  releases: NamedReleases,
): string {
  const none = `No enabled rule without narrower conditions serves ${product} on ${channel}.`;
  if (serving.length === 0) return `${none} Make one first, on the dashboard or with \`aus import\`.`;
  return [`${none} Name one of these with --rule:`, ...serving.map((rule) => lineOf(rule, releases))].join(
    "\n",
  );
}

function describeChoice(
  candidates: readonly Rule[],
  { product, channel }: Place,
  releases: NamedReleases,
): string {
  const title =
    candidates.length === 1
      ? `The rule that serves ${product} on ${channel} is not for this channel alone.`
      : `${candidates.length} rules without narrower conditions serve ${product} on ${channel}.`;
  return [
    `${title} Name the one to change with --rule:`,
    ...candidates.map((rule) => lineOf(rule, releases)),
  ].join("\n");
}

function lineOf(rule: Rule, releases: NamedReleases): string {
  return `  ${ruleName(rule)}, priority ${rule.priority}: ${ruleSentence(rule, releases)}`;
}
