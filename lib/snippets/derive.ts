import type { Configuration, ConfiguredRelease, ConfiguredRule } from "@/lib/configuration/configuration";
import { productSchema } from "@/lib/configuration/configuration";
import type { RuleFields } from "@/lib/rules/rule";

import { allowHosts } from "./allow-hosts";
import { demandsOf, type Demand } from "./demand";
import type { OfferDemand } from "./draft";
import { nameReleases, type NamedReleases } from "./name-releases";
import { findDifferences, type StateDifference } from "./prove";
import { placementOf, planRules, type PlannedRule } from "./rule-plan";
import { giveRules } from "./rule-priority";
import { settle } from "./settle";
import type { TreeState } from "./tree";

/** What has to be written so that clients are served what a snippet tree says. */
export type SnippetPlan = {
  /** Only what is new or changed: to be merged into the configuration. */
  readonly changes: Configuration;
  /** Every rule that the plan uses, in order of evaluation. */
  readonly rules: readonly RuleFields[];
  /** Every release that the plan uses, as it will be. */
  readonly releases: readonly ConfiguredRelease[];
};

export type Derivation =
  | { readonly kind: "nothing to change" }
  | { readonly kind: "plan"; readonly plan: SnippetPlan }
  /** No plan serves these states what they must get. */
  | { readonly kind: "impossible"; readonly differences: readonly StateDifference[] };

/** Finds few rules and releases that serve every client state of a tree, and proves that they do. */
export function derivePlan(states: readonly TreeState[], existing: Configuration): Derivation {
  const demands = demandsOf(states);
  if (findDifferences(demands, existing, { onPurpose: true }).length === 0) {
    return { kind: "nothing to change" };
  }
  const offers = demands.filter((demand): demand is OfferDemand => demand.offer !== null);
  const settled = settle(offers);
  const rules = planRules(demands, placementOf(settled.map(({ node }) => node)));
  let differences: readonly StateDifference[] = [];
  for (const { join, reuse } of attempts) {
    const named = nameReleases(settled, existing.releases, join);
    const plan = writePlan({ demands, offers, named, rules, reuse }, existing);
    differences = findDifferences(demands, applyChanges(existing, plan.changes));
    if (differences.length > 0) continue;
    return changesNothing(plan) ? { kind: "nothing to change" } : { kind: "plan", plan };
  }
  return { kind: "impossible", differences };
}

/** Rules and releases that exist are taken into the plan, unless that gives wrong answers. */
const attempts = [
  { join: true, reuse: true },
  { join: true, reuse: false },
  { join: false, reuse: false },
];

function changesNothing({ changes }: SnippetPlan): boolean {
  const { products, channels, releases, rules, allowedDomains } = changes;
  return [products, channels, releases, rules, allowedDomains].every(({ length }) => length === 0);
}

type Parts = {
  readonly demands: readonly Demand[];
  readonly offers: readonly OfferDemand[];
  readonly named: NamedReleases;
  readonly rules: readonly PlannedRule[];
  readonly reuse: boolean;
};

function writePlan({ demands, offers, named, rules, reuse }: Parts, existing: Configuration): SnippetPlan {
  const known = new Set(existing.releases);
  const mapped = rules.map((rule) => ({ rule, mapping: rule.node && named.nameOf(rule.node) }));
  const given = giveRules(mapped, { demands, existing: existing.rules, reuse });
  const releases = named.releases.filter((release) => !known.has(release));
  return {
    changes: {
      settings: existing.settings,
      products: missingProducts(demands, existing),
      channels: missingChannels(demands, existing),
      releases,
      rules: given.flatMap(({ rule, isNew }) => (isNew ? [rule] : [])),
      pins: [],
      allowedDomains: allowHosts(offers, existing.allowedDomains),
      shutOffs: [],
    },
    rules: given.map(({ rule }) => rule),
    releases: [...named.releases],
  };
}

function missingProducts(demands: readonly Demand[], { products }: Configuration): Configuration["products"] {
  const known = new Set(products.map(({ name }) => name));
  const wanted = [...new Set(demands.map(({ state }) => state.product))].sort();
  return wanted.filter((name) => !known.has(name)).map((name) => productSchema.parse({ name }));
}

function missingChannels(demands: readonly Demand[], { channels }: Configuration): Configuration["channels"] {
  const known = new Set(channels.map(({ product, name }) => `${product}/${name}`));
  const wanted = new Map(
    demands.map(({ state: { product, channel } }) => [`${product}/${channel}`, { product, name: channel }]),
  );
  return [...wanted]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, channel]) =>
      known.has(key) ? [] : [{ ...channel, comment: null, verifyBeforeEnact: "off", verifiedWithinDays: 7 }],
    );
}

/** The configuration with a plan's changes merged into it. */
export function applyChanges(existing: Configuration, changes: Configuration): Configuration {
  const domainKey = ({ host, pathPattern }: Configuration["allowedDomains"][number]) =>
    `${host} ${pathPattern}`;
  return {
    ...existing,
    products: [...existing.products, ...changes.products],
    channels: [...existing.channels, ...changes.channels],
    releases: replaceByKey(existing.releases, changes.releases, ({ name }) => name),
    rules: [...existing.rules, ...changes.rules] satisfies ConfiguredRule[],
    allowedDomains: replaceByKey(existing.allowedDomains, changes.allowedDomains, domainKey),
  };
}

function replaceByKey<Row>(rows: readonly Row[], by: readonly Row[], keyOf: (row: Row) => string): Row[] {
  const replaced = new Map(rows.map((row) => [keyOf(row), row]));
  for (const row of by) replaced.set(keyOf(row), row);
  return [...replaced.values()];
}
