import { z } from "zod";

import { ruleName } from "@/lib/rules/channel";
import type { RuleFields } from "@/lib/rules/rule";
import { ruleSentence } from "@/lib/rules/sentence";

import { requireFit } from "./known-release";
import { parameters } from "./parameters";
import { ordinaryPriority, priorityAbove } from "./place-rule";
import { changeOf, creationOf, refuse, type Plan, type Surroundings } from "./plan";
import { findTarget, type Place, type Target } from "./target";
import { template } from "./template";

const { product, channel, release, fallback, rate } = parameters;

export const newRelease = template({
  name: "release",
  title: "New release",
  note: "A part of the clients that check by themselves get a new release, the others what they get now.",
  parameters: z.strictObject({
    product,
    channel,
    release,
    rate: rate.default(25),
    fallback: fallback.optional(),
  }),
  plan: ({ rate: backgroundRate, ...given }, around) => {
    requireFit(around, given.release, { field: "release", product: given.product });
    if (given.fallback !== undefined) {
      requireFit(around, given.fallback, { field: "fallback", product: given.product });
    }
    return give(given, around, (now) => ({
      mapping: given.release,
      backgroundRate,
      ...(backgroundRate < 100 && { fallbackMapping: given.fallback ?? fallbackOf(now, given.release) }),
    }));
  },
});

export const nightly = template({
  name: "nightly",
  title: "Newest nightly",
  note: "All clients of a channel get the newest build, without a throttle.",
  parameters: z.strictObject({ product, channel, release }),
  plan: (given, around) => {
    requireFit(around, given.release, { field: "release", product: given.product });
    return give(given, around, () => ({
      mapping: given.release,
      fallbackMapping: null,
      backgroundRate: 100,
    }));
  },
});

type Outcome = Pick<RuleFields, "mapping" | "fallbackMapping" | "backgroundRate">;

/** What the others go on getting. */
function fallbackOf(now: Outcome | null, release: string): string | null {
  if (now === null) return null;
  return now.mapping === release ? now.fallbackMapping : now.mapping;
}

/** Lets the channel's rule say it, or makes one where there is none. */
function give(place: Place, around: Surroundings, outcome: (now: Outcome | null) => Partial<Outcome>): Plan {
  const { rules, releases } = around;
  const target = findTarget(rules, { product: place.product, channel: place.channel });
  const { rule, serving } = target;
  if (rule) {
    const wanted = outcome(rule);
    return {
      sentence: ruleSentence({ ...rule, ...wanted }, releases),
      edits: changeOf(rule, wanted, releases),
    };
  }
  const [first] = target.candidates;
  if (first) mustBeWider(first.channel, target, place);
  const made = creationOf(
    {
      product: place.product,
      channel: place.channel,
      priority: first ? priorityAbove(serving, first) : ordinaryPriority(serving),
      ...outcome(first ?? null),
    },
    releases,
  );
  return { sentence: made.after ?? "", edits: [made] };
}

/** @throws Refusal where the channel has rules of its own, and it is not clear which is meant */
function mustBeWider(firstChannel: string | null, { candidates }: Target, { product, channel }: Place): void {
  if (firstChannel !== channel && candidates.every((rule) => rule.channel !== channel)) return;
  const names = candidates.map(ruleName).join(", ");
  const detail = `More than one rule gives ordinary clients of ${product} on ${channel} what they get: ${names}. Switch off those that are not needed (thaw the channel, if it is frozen), or change the one that is meant`;
  throw refuse("channel", detail);
}
