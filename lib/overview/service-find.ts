import type { Actor } from "@/lib/access/role";
import { findChangeSetsNamed } from "@/lib/change-sets/service-inbox";
import type { Rule } from "@/lib/rules/rule";
import { ruleSentence } from "@/lib/rules/sentence";

import { shownVersion } from "./lines";
import { namesOf, readView } from "./service";

export type FoundPlace = {
  readonly kind: "rule" | "release" | "change set";
  readonly name: string;
  readonly says: string;
  /** Where it is looked at. */
  readonly href: string;
};

const mostOfAKind = 6;

/** Rules by id, alias or comment, releases by name, change sets by number or reason; those of a kind that fit best first. */
export async function findPlaces(actor: Actor, text: string): Promise<FoundPlace[]> {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [];
  const [view, changeSets] = await Promise.all([readView(actor), findChangeSetsNamed(actor, wanted)]);
  const rules = best(view.rules, wanted, (rule) => [String(rule.id), rule.alias ?? "", rule.comment ?? ""]);
  const releases = best(view.releases, wanted, ({ name }) => [name]);
  const mapped = rules.flatMap(({ mapping, fallbackMapping }) => [mapping, fallbackMapping]);
  const names = namesOf(view.releases.filter(({ name }) => mapped.includes(name)));
  return [
    ...rules.map((rule) => rulePlace(rule, ruleSentence(rule, names))),
    ...releases.map((release): FoundPlace => ({
      kind: "release",
      name: release.name,
      says: shownVersion(release) ?? release.content.kind,
      href: `/releases/${encodeURIComponent(release.name)}`,
    })),
    ...changeSets.map(({ id, reason }): FoundPlace => ({
      kind: "change set",
      name: `#${id}`,
      says: reason,
      href: `/changes/${id}`,
    })),
  ];
}

function rulePlace({ id, alias }: Rule, says: string): FoundPlace {
  return { kind: "rule", name: alias ?? String(id), says, href: `/rules/${id}` };
}

/** What is called so, then what begins so, then what has it anywhere. */
function best<Item>(items: readonly Item[], wanted: string, textsOf: (item: Item) => string[]): Item[] {
  const ranked = items.flatMap((item) => {
    const rank = Math.min(...textsOf(item).map((text) => rankOf(text.toLowerCase(), wanted)));
    return rank < noRank ? [{ item, rank }] : [];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, mostOfAKind)
    .map(({ item }) => item);
}

const noRank = 3;

function rankOf(text: string, wanted: string): number {
  if (text === wanted) return 0;
  if (text.startsWith(wanted)) return 1;
  return text.includes(wanted) ? 2 : noRank;
}
