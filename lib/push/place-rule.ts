import { narrowerConditions } from "@/lib/rules/channel";
import { priorityBefore } from "@/lib/rules/place";
import type { Rule } from "@/lib/rules/rule";
import type { NamedReleases } from "@/lib/rules/sentence";

import { isOlder } from "./known-release";
import { refuse } from "./plan";

const usual = { ordinary: 100, watershed: 200, notice: 300 };
const step = 10;

/** For the rule of a channel's ordinary clients: below all narrower ones. */
export function ordinaryPriority(serving: readonly Rule[]): number {
  const narrower = serving.filter((rule) => narrowerConditions(rule).length > 0);
  const lowest = Math.min(...narrower.map(({ priority }) => priority), usual.ordinary + step);
  return Math.max(0, lowest - step);
}

/** Just before the rule for a channel's ordinary clients. @throws Refusal when no number is free there */
export function priorityAbove(rules: readonly Rule[], rule: Rule | undefined): number {
  return rule ? free(rules, rule) : usual.ordinary;
}

/** Before all rules. */
export function topPriority(serving: readonly Rule[]): number {
  const [first] = serving;
  return first ? Math.max(first.priority + step, usual.notice) : usual.notice;
}

/**
 * For a watershed below a version: after the watersheds for older clients and the notices, before all else.
 * @throws Refusal when no number is free there
 */
export function watershedPriority(
  serving: readonly Rule[],
  version: string,
  releases: NamedReleases,
): number {
  const isBefore = (rule: Rule) => {
    const below = /^<=?([^,]+)$/.exec(rule.version ?? "")?.[1];
    return below !== undefined && isOlder(below, version);
  };
  const isNotice = ({ mapping }: Rule) => mapping !== null && releases[mapping]?.kind === "desupport";
  const rest = serving.slice(serving.findLastIndex(isBefore) + 1);
  const next = rest.find((rule) => !isNotice(rule));
  if (next) return free(serving, next);
  const last = serving.at(-1);
  return last ? Math.max(0, last.priority - step) : usual.watershed;
}

function free(rules: readonly Rule[], rule: Rule): number {
  const priority = priorityBefore(rules, rule.id);
  if (priority !== null) return priority;
  const name = rule.alias ?? `rule ${rule.id}`;
  throw refuse("priority", `No priority is free just before ${name} (${rule.priority}): say which it gets`);
}
