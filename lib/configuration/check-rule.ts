import type { Rule } from "@/lib/rules/rule";
import { parseVersionCondition } from "@/lib/rules/version-condition";
import type { VersionOrder } from "@/lib/versions/version";

import { checkCondition } from "./check-condition";
import type { Pin } from "./configuration";
import type { Report } from "./finding";
import { rulesMeet } from "./meet";
import type { World } from "./world";

const rivalsNamed = 3;

/** What rules are compared by, so that each is looked up once. */
export type RuleIndex = {
  readonly byAlias: ReadonlyMap<string, readonly number[]>;
  readonly byPriority: ReadonlyMap<number, readonly Rule[]>;
};

export function indexRules(rules: Iterable<Rule>): RuleIndex {
  const byAlias = new Map<string, number[]>();
  const byPriority = new Map<number, Rule[]>();
  for (const rule of rules) {
    if (rule.alias !== null) append(byAlias, rule.alias, rule.id);
    if (rule.enabled) append(byPriority, rule.priority, rule);
  }
  return { byAlias, byPriority };
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}

export function checkRule(rule: Rule, world: World, index: RuleIndex, report: Report): void {
  const product = rule.product === null ? null : world.products.get(rule.product);
  if (product === undefined) {
    report("error", "unknown-product", ["product"], unknownProduct(rule.product ?? ""));
  }
  const order = product?.versionOrder ?? "mozilla";
  const { version } = rule;
  if (version !== null) checkCondition(() => parseVersionCondition(version, order), ["version"], report);
  checkMapping(rule, "mapping", world, report);
  checkMapping(rule, "fallbackMapping", world, report);
  checkAlias(rule, index, report);
  if (rule.enabled) checkRivals(rule, index, order, report);
}

function checkMapping(rule: Rule, field: "mapping" | "fallbackMapping", world: World, report: Report): void {
  const name = rule[field];
  if (name === null) return;
  const release = world.releases.get(name);
  if (!release) report("error", "dangling-mapping", [field], missingRelease(name));
  else if (rule.product !== null && release.product !== rule.product) {
    report("error", "other-product", [field], otherProduct(name, release.product, rule.product));
  }
}

function checkAlias({ id, alias }: Rule, { byAlias }: RuleIndex, report: Report): void {
  const others = alias === null ? [] : (byAlias.get(alias) ?? []).filter((other) => other !== id);
  if (others.length === 0) return;
  report("error", "duplicate", ["alias"], `Rule ${others.join(", ")} has this alias too: choose another`);
}

function checkRivals(rule: Rule, { byPriority }: RuleIndex, order: VersionOrder, report: Report): void {
  const rivals: number[] = [];
  for (const other of byPriority.get(rule.priority) ?? []) {
    if (other.id === rule.id || !rulesMeet(rule, other, order)) continue;
    rivals.push(other.id);
    if (rivals.length > rivalsNamed) break;
  }
  if (rivals.length === 0) return;
  const named = rivals.slice(0, rivalsNamed).join(", ") + (rivals.length > rivalsNamed ? " and more" : "");
  const detail = `Rule ${rule.id} can meet rule ${named} of the same priority: the lowest id decides; give each its own priority`;
  report("warning", "equal-priority", ["priority"], detail);
}

export function checkPin(pin: Pin, world: World, report: Report): void {
  if (!world.products.has(pin.product)) {
    report("error", "unknown-product", ["product"], unknownProduct(pin.product));
  }
  const release = world.releases.get(pin.mapping);
  if (!release) report("error", "dangling-mapping", ["mapping"], missingRelease(pin.mapping));
  else if (release.product !== pin.product) {
    report("error", "other-product", ["mapping"], otherProduct(pin.mapping, release.product, pin.product));
  }
}

export function unknownProduct(name: string): string {
  return `There is no product "${name}": create it first, or name one that exists`;
}

function missingRelease(name: string): string {
  return `There is no release "${name}": create it first, or map to one that exists`;
}

function otherProduct(release: string, its: string, wanted: string): string {
  return `Release "${release}" is one of ${its}, not of ${wanted}: map to a release of ${wanted}`;
}
