import type { Product } from "@/lib/configuration/configuration";
import type { Rule } from "@/lib/rules/rule";
import type { VersionOrder } from "@/lib/versions/version";

import { regionOf, type Region } from "./client-space";
import { findClient, metBy } from "./find-client";

/** What a rule comes to among the others. */
export type Standing = {
  readonly rule: Rule;
  /** No client there can be matches it. */
  readonly neverMatches: boolean;
  /** The rules that together take every client which matches it; null: it decides for some client, or nobody can tell. */
  readonly shadowedBy: readonly Rule[] | null;
  /** Rules of the same priority and lower ids, and so before it, that some client matches as well. */
  readonly rivals: readonly Rule[];
};

type Ranked = { readonly rule: Rule; readonly region: Region };

/** The rules that clients of one product meet, in the order in which they are tried. */
type Ranking = { readonly order: VersionOrder; readonly ranked: readonly Ranked[] };

type Products = readonly Pick<Product, "name" | "versionOrder">[];

/** The standing of every enabled rule, in the order in which they are tried. */
export function standings(rules: readonly Rule[], products: Products): Standing[] {
  const enabled = rules.filter((rule) => rule.enabled).sort((a, b) => b.priority - a.priority || a.id - b.id);
  const rankings = new Map<string | null, Ranking>([
    [null, rank(enabled, null, "mozilla")],
    ...products.map(({ name, versionOrder }) => [name, rank(enabled, name, versionOrder)] as const),
  ]);
  return enabled.map((rule) => {
    const ranking = rule.product === null ? null : rankings.get(rule.product);
    const where = ranking === null ? [...rankings.values()] : ranking ? [ranking] : [];
    return standingOf(rule, where);
  });
}

function rank(rules: readonly Rule[], product: string | null, order: VersionOrder): Ranking {
  const met = rules.filter((rule) => rule.product === null || rule.product === product);
  const ranked = met.flatMap((rule) => {
    const region = regionOf(rule, order);
    return region ? [{ rule, region }] : [];
  });
  return { order, ranked };
}

function standingOf(rule: Rule, rankings: readonly Ranking[]): Standing {
  const shadows = new Set<Rule>();
  const rivals = new Set<Rule>();
  let canMatch = false;
  let canWin = false;
  for (const { order, ranked } of rankings) {
    const place = ranked.findIndex((one) => one.rule === rule);
    const own = ranked[place];
    if (!own || findClient([own.region], [], order).kind === "none") continue;
    canMatch = true;
    const before = ranked.slice(0, place);
    for (const rival of rivalsOf(own, before, order)) rivals.add(rival);
    if (canWin) continue;
    if (findClient([own.region], before.map(regionIn), order).kind === "none") {
      for (const one of fewest(own, before, order)) shadows.add(one);
    } else canWin = true;
  }
  return {
    rule,
    neverMatches: !canMatch,
    shadowedBy: canMatch && !canWin ? [...shadows] : null,
    rivals: [...rivals],
  };
}

const regionIn = ({ region }: Ranked) => region;

/** Beyond this many all are named: to find out which could be left out takes too long. */
const mostSifted = 12;

/** One rule that takes all, where there is one; else a set of which none can be left out. */
function fewest(own: Ranked, before: readonly Ranked[], order: VersionOrder): Rule[] {
  const met = metBy([own.region], before.map(regionIn), order);
  const single = before.find(({ region }) => met.all.includes(region));
  if (single) return [single.rule];
  let needed = before.filter(({ region }) => met.some.includes(region));
  for (const one of needed.length > mostSifted ? [] : needed) {
    const rest = needed.filter((other) => other !== one);
    if (findClient([own.region], rest.map(regionIn), order).kind === "none") needed = rest;
  }
  return needed.map(({ rule }) => rule);
}

function rivalsOf(own: Ranked, before: readonly Ranked[], order: VersionOrder): Rule[] {
  return before
    .filter(({ rule }) => rule.priority === own.rule.priority && !areApart(own.rule, rule))
    .filter(({ region }) => findClient([own.region, region], [], order).kind === "client")
    .map(({ rule }) => rule);
}

/** What can be seen at once; that two rules are not apart says nothing. */
function areApart(a: Rule, b: Rule): boolean {
  if (a.buildTarget !== null && b.buildTarget !== null && a.buildTarget !== b.buildTarget) return true;
  if (a.channel === null || b.channel === null || a.channel === b.channel) return false;
  return [a.channel, b.channel].every((channel) => !channel.includes("*") && !channel.includes("-cck-"));
}

/** Whether a rule matches some client that it did not match before; false also where nobody can tell. */
export function isWider(before: Rule, after: Rule, order: VersionOrder): boolean {
  if (before.product !== null && after.product !== before.product) return true;
  const [old, young] = [regionOf(before, order), regionOf(after, order)];
  if (!young) return false;
  return findClient([young], old ? [old] : [], order).kind === "client";
}
