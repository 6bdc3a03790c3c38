import { z } from "zod";

import type { Rule } from "@/lib/rules/rule";

import { requireFit } from "./known-release";
import { parameters } from "./parameters";
import { priorityAbove } from "./place-rule";
import { changeOf, creationOf, deletionOf, refuse } from "./plan";
import { findTarget, type Place } from "./target";
import { template } from "./template";

const { product, channel, release } = parameters;

export const freeze = template({
  name: "freeze",
  title: "Freeze",
  note: "A channel stays on its last known good build, whatever automation does to its rule meanwhile.",
  parameters: z.strictObject({ product, channel, release }),
  plan: ({ release: mapping, ...place }, around) => {
    const { rules, releases } = around;
    requireFit(around, mapping, { field: "release", product: place.product });
    const sentence = `${place.product} on ${place.channel} stays on ${mapping} until it is thawed.`;
    const frozen = frozenRule(rules, place);
    const outcome = { mapping, enabled: true, backgroundRate: 100 };
    if (frozen) return { sentence, edits: changeOf(frozen, outcome, releases) };
    const { serving, candidates } = findTarget(rules, place);
    const made = creationOf(
      {
        ...place,
        ...outcome,
        alias: frozenAlias(place),
        comment: "Frozen on the last known good build. Thaw it to give its clients what its own rule says.",
        priority: priorityAbove(serving, candidates[0]),
      },
      releases,
    );
    return { sentence, edits: [made] };
  },
});

export const thaw = template({
  name: "thaw",
  title: "Thaw",
  note: "Ends a freeze: the channel's own rule decides again.",
  parameters: z.strictObject({ product, channel }),
  plan: (place, { rules, releases }) => {
    const frozen = frozenRule(rules, place);
    if (!frozen) throw refuse("channel", `${place.product} is not frozen on ${place.channel}`);
    const others = rules.filter((rule) => rule !== frozen);
    const next = findTarget(others, place).candidates[0]?.mapping ?? null;
    const sentence = `${place.product} on ${place.channel} gets ${next ?? "no update"} again.`;
    return { sentence, edits: [deletionOf(frozen, releases)] };
  },
});

function frozenRule(rules: readonly Rule[], place: Place): Rule | undefined {
  return rules.find(({ alias }) => alias === frozenAlias(place));
}

/** The alias of the rule that keeps a channel frozen. */
export function frozenAlias({ product: of, channel: on }: Place): string {
  const place = `${of}-${on.replace(/\*$/, ".all")}`.replace(/[^\w.-]/g, "_");
  return `frozen-${place}`.slice(0, 64);
}
