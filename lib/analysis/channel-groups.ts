import type { Snapshot } from "@/lib/decision/snapshot";
import { fallbackChannelOf, type UpdateQuery } from "@/lib/protocol/request";
import { conditionNames, type Rule } from "@/lib/rules/rule";
import { compileConditions, matchesChannel } from "@/lib/rules/match";

import { ordinaryClient } from "./shipped";

/**
 * Channels in groups that ordinary clients can't tell apart by their answers, whatever else they are. Partners'
 * channels mostly are of few groups: what is theirs alone is for their distribution only.
 *
 * @param snapshots none of which may tell them apart
 */
export function groupChannels(
  snapshots: readonly Snapshot[],
  product: string,
  channels: readonly string[],
): (readonly string[])[] {
  const named = new Set(snapshots.flatMap((snapshot) => namedChannels(snapshot, product)));
  const groups = new Map<string, string[]>();
  for (const channel of channels) {
    const fallbackChannel = fallbackChannelOf(channel);
    const signature = [...named].map((name) =>
      name === channel || name === fallbackChannel
        ? "="
        : matchesChannel(name, { channel, fallbackChannel })
          ? "*"
          : "-",
    );
    const key = signature.join("");
    const group = groups.get(key);
    if (group) group.push(channel);
    else groups.set(key, [channel]);
  }
  return [...groups.values()];
}

/** The channels and prefixes that say something of ordinary clients: in rules, pins, shut-offs and releases. */
function namedChannels({ input }: Snapshot, product: string): string[] {
  const rules = input.rules.flatMap((rule) =>
    rule.channel !== null && rule.enabled && takesOrdinary(rule, product) ? [rule.channel] : [],
  );
  const releases = input.releases.flatMap(({ content }) =>
    content.kind === "application"
      ? [
          ...Object.keys(content.urlTemplates),
          ...content.attributeGroups.flatMap((group) => group.for.channels ?? []),
        ]
      : [],
  );
  const others = [...input.pins, ...input.shutOffs].map(({ channel }) => channel);
  return [...rules, ...others, ...releases];
}

const anybody = ordinaryClient(
  { product: "", channel: "", version: "1.0", buildID: "", buildTarget: "", locale: "", osVersion: "" },
  "1",
);
/** Conditions that are about what ordinary clients differ in. */
const differing = ["product", "channel", "version", "buildID", "buildTarget", "locale", "osVersion"];
const shared = conditionNames.filter((name) => !differing.includes(name));

/** Whether a rule takes any client that says nothing special. */
function takesOrdinary(rule: Rule, product: string): boolean {
  if (rule.product !== null && rule.product !== product) return false;
  const unset = Object.fromEntries(conditionNames.map((name) => [name, null])) as unknown as Rule;
  const conditions = { ...unset, ...Object.fromEntries(shared.map((name) => [name, rule[name]])) };
  return compileConditions(conditions, "mozilla").every(({ matches }) =>
    matches(anybody satisfies UpdateQuery),
  );
}
