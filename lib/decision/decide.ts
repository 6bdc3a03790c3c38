import type { UpdateQuery } from "@/lib/protocol/request";
import { readVersion } from "@/lib/protocol/request";
import type { BundleContent, JsonContent, SystemAddonsContent } from "@/lib/releases/release";
import { own } from "@/lib/releases/urls";
import { considerRules, selectRule } from "@/lib/rules/compile";
import type { Rule } from "@/lib/rules/rule";

import { applicableAddons } from "./addons";
import { nothing, type Addon, type CompiledRelease, type Decision, type Outcome } from "./decision";
import type { Snapshot } from "./snapshot";
import { rateKey } from "./throttle";
import type { Trace } from "./trace";
import { compareReadVersions, decideUpdate } from "./update";

/** Where this client falls for a throttle, 0 up to, not including, 100. The caller knows the client's address. */
export type ClientRoll = (key: string) => number;

/**
 * Decides what a client gets. Never throws; equal arguments decide equally.
 *
 * @param trace filled with every step when given; deciding costs nothing more when it is null.
 */
export function decide(
  snapshot: Snapshot,
  query: UpdateQuery,
  roll: ClientRoll,
  trace: Trace | null = null,
): Decision {
  const rolls = { happened: false, outside: false };
  const asking: Asking = { snapshot, roll, trace, rolls, insideBundle: false };
  if (isHeldBack(asking, "everything", snapshot.settings.throttle, query)) {
    return {
      rule: null,
      rolled: rolls.happened,
      outside: false,
      outcome: nothing("held back by the global throttle"),
    };
  }
  const { rule, outcome } = decideForProduct(asking, query);
  return { rule, rolled: rolls.happened, outside: rolls.outside, outcome };
}

type Asking = {
  readonly snapshot: Snapshot;
  readonly roll: ClientRoll;
  readonly trace: Trace | null;
  readonly rolls: { happened: boolean; outside: boolean };
  readonly insideBundle: boolean;
};

type Decided = { readonly rule: Rule | null; readonly outcome: Outcome };

function decideForProduct(asking: Asking, query: UpdateQuery): Decided {
  const { snapshot, trace } = asking;
  const shutOff = snapshot.shutOff(query);
  if (shutOff) {
    trace?.steps.push({ step: "shut-off", ...shutOff });
    return { rule: null, outcome: nothing("shut off") };
  }
  const product = snapshot.product(query.product);
  if (isHeldBack(asking, "product", product.throttle, query)) {
    return { rule: null, outcome: nothing("held back by the product's throttle") };
  }
  if (trace) traceRules(trace, snapshot, query);
  const rule = selectRule(product.book, query);
  if (!rule) return { rule, outcome: nothing("no rule matches") };
  return { rule, outcome: followRule(asking, rule, query) };
}

function traceRules(trace: Trace, { input, product }: Snapshot, query: UpdateQuery): void {
  const considered = considerRules(input.rules, query, product(query.product).order).map(
    ({ rule, failed, outcome }) => ({ id: rule.id, alias: rule.alias, failed, outcome }),
  );
  trace.steps.push({ step: "rules", product: query.product, considered });
}

/** Global and product throttle: `force=1`, a person who asks, passes both. */
function isHeldBack(asking: Asking, of: "everything" | "product", rate: number, query: UpdateQuery): boolean {
  if (rate >= 100 || query.force === "1") return false;
  const roll = rollFor(asking, rate, of === "everything" ? of : `product ${query.product}`);
  asking.trace?.steps.push({ step: "throttle", of, rate, roll });
  return roll >= rate;
}

/** At a rate of 0 nobody goes on, whatever they roll: such an answer is the same for all. */
function rollFor(asking: Asking, rate: number, key: string): number {
  if (rate <= 0) return 0;
  asking.rolls.happened = true;
  return asking.roll(key);
}

function followRule(asking: Asking, rule: Rule, query: UpdateQuery): Outcome {
  // Such a rule says "no update" to everyone: its fallback is not for those outside its rate.
  if (rule.mapping === null) return nothing("the rule maps to nothing");
  const name = isInsideRate(asking, rule, query) ? rule.mapping : rule.fallbackMapping;
  if (name === null) return nothing("held back by the background rate");
  const release = asking.snapshot.release(name);
  return release ? serve(asking, release, query) : nothing("the release does not exist");
}

function isInsideRate(asking: Asking, rule: Rule, { force }: UpdateQuery): boolean {
  const rate = rule.backgroundRate;
  if (rate >= 100) return true;
  const roll = force === null ? rollFor(asking, rate, rateKey(rule)) : null;
  const inside = roll === null ? force === "1" : roll < rate;
  // What a bundle brings is decided by other rules than the one that decides.
  if (!inside && !asking.insideBundle) asking.rolls.outside = true;
  asking.trace?.steps.push({
    step: "background rate",
    rule: rule.id,
    rate,
    roll,
    takes: inside ? "mapping" : "fallback",
  });
  return inside;
}

function serve(asking: Asking, release: CompiledRelease, query: UpdateQuery): Outcome {
  const { snapshot, trace } = asking;
  const { content } = release.release;
  if ((content.kind === "json") !== (query.form === "json")) return nothing("the release is of another kind");
  switch (content.kind) {
    case "application":
      return decideUpdate(snapshot, release, query, trace);
    case "desupport":
      return { kind: "desupport", release };
    case "plugins":
      return {
        kind: "addons",
        release,
        addons: applicableAddons(release, content, { snapshot, query, trace }),
      };
    case "system-addons":
      return { kind: "addons", release, addons: systemAddons(asking, release, content, query) };
    case "bundle":
      if (asking.insideBundle) return nothing("a bundle inside a bundle");
      return { kind: "addons", release, addons: bundledAddons(asking, release, content, query) };
    case "json":
      return decideJson(snapshot, release, content, query);
  }
}

/** Null, "no change", unless the release has add-ons for the client or tells it to uninstall all. */
function systemAddons(
  { snapshot, trace }: Asking,
  release: CompiledRelease,
  content: SystemAddonsContent,
  query: UpdateQuery,
): Addon[] | null {
  const addons = applicableAddons(release, content, { snapshot, query, trace });
  return addons.length > 0 || content.uninstall ? addons : null;
}

/** The add-ons of all members, in the bundle's order. Members that are missing or no add-ons contribute nothing. */
function bundledAddons(
  asking: Asking,
  bundle: CompiledRelease,
  content: BundleContent,
  query: UpdateQuery,
): Addon[] {
  const note = (member: string, outcome: Outcome | null) =>
    asking.trace?.steps.push({
      step: "member",
      bundle: bundle.release.name,
      member,
      says: describe(outcome),
    });
  const members =
    content.products.length > 0
      ? content.products.map((product) => [product, memberProduct(asking, product, query)] as const)
      : content.releases.map((name) => [name, memberRelease(asking, name, query)] as const);
  return members.flatMap(([member, outcome]) => {
    note(member, outcome);
    return outcome?.kind === "addons" ? (outcome.addons ?? []) : [];
  });
}

/** A product is asked under its own name, by its own rules. Bundles do not nest. */
function memberProduct(asking: Asking, product: string, query: UpdateQuery): Outcome {
  return decideForProduct({ ...asking, insideBundle: true }, { ...query, product }).outcome;
}

/** A release is served as to clients of its own product. */
function memberRelease(asking: Asking, name: string, query: UpdateQuery): Outcome | null {
  const release = asking.snapshot.release(name);
  if (!release) return null;
  const { product } = release.release;
  return serve({ ...asking, insideBundle: true }, release, { ...query, product });
}

function describe(outcome: Outcome | null): string {
  if (!outcome) return "is missing";
  if (outcome.kind === "nothing") return outcome.reason;
  if (outcome.kind !== "addons") return "brings no add-ons";
  return `brings ${outcome.addons?.length ?? 0} add-ons`;
}

function decideJson(
  snapshot: Snapshot,
  release: CompiledRelease,
  content: JsonContent,
  query: UpdateQuery,
): Outcome {
  const file = own(content.files, query.buildTarget);
  if (!file) return nothing("no file for this build target");
  const difference = compareReadVersions(readVersion(content.version), query.read, "loose");
  if (difference === null) return nothing("the client's version cannot be read");
  if (difference <= 0) return nothing(difference < 0 ? "the client is newer" : "the client is as new");
  if (!snapshot.isAllowed(file.url, query.product)) return { kind: "json", release, body: null };
  const { version, required, hashFunction } = content;
  return {
    kind: "json",
    release,
    body: { version, url: file.url, required, hashFunction, hashValue: file.hashValue },
  };
}
