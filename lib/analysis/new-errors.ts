import { changesOf, type RowChange, type Stored } from "@/lib/changes/row";
import type { CurrentRows } from "@/lib/configuration/diff";
import type { World } from "@/lib/configuration/world";

import { withChanges } from "./changed-rows";
import { problemKey, type Problem } from "./problem";
import { downgradeProblems, shelve } from "./problems-mapping";
import { newHashProblems, pinProblems } from "./problems-releases";
import { ruleProblems } from "./problems-rules";

/** What of the configuration is needed to find the errors that a change brings. */
export type Needed = {
  /** Releases that changed rules and pins map to, and those of changed builds. */
  readonly releases: readonly string[];
  /** Releases whose builds decide whether a rule's mapping is an update for anybody. */
  readonly buildsOf: readonly string[];
};

type RuleRow = Stored<"rule">;

/** Rules that a change touches, or whose release it does. */
function rulesConcerned(changes: readonly RowChange[], rules: Iterable<RuleRow>): RuleRow[] {
  const touched = new Set(changesOf(changes, "rule").map(({ key }) => Number(key)));
  const releases = new Set(changesOf(changes, "release").map(({ key }) => key));
  const isConcerned = ({ id, mapping, fallbackMapping }: RuleRow) =>
    touched.has(id) || releases.has(mapping ?? "") || releases.has(fallbackMapping ?? "");
  return [...rules].filter(isConcerned);
}

export function neededFor(changes: readonly RowChange[], { rules }: Pick<World, "rules">): Needed {
  const after = changesOf(changes, "rule").flatMap((change) => (change.after ? [change.after] : []));
  const concerned = [...rulesConcerned(changes, rules.values() as Iterable<RuleRow>), ...after];
  const mapped = (list: readonly RuleRow[]) =>
    list.flatMap(({ mapping, fallbackMapping }) => [mapping ?? [], fallbackMapping ?? []].flat());
  const builds = changesOf(changes, "build").flatMap(({ after: build }) => (build ? [build.release] : []));
  const pins = changesOf(changes, "pin").flatMap(({ after: pin }) => (pin ? [pin.mapping] : []));
  return {
    releases: [...new Set([...mapped(concerned), ...builds, ...pins])],
    buildsOf: [...new Set(mapped(concerned.filter(({ version }) => version !== null)))],
  };
}

/**
 * Errors that a change brings: what is wrong after it and was not before.
 *
 * @param world as it was before the change
 * @param stored the rows that `neededFor` names, as they were before the change
 */
export function newErrors(
  changes: readonly RowChange[],
  { products, rules }: Pick<World, "products" | "rules">,
  stored: Pick<CurrentRows, "release" | "build">,
): Problem[] {
  const before: CurrentRows = {
    settings: [],
    product: [...products.values()].map((product) => ({ ...product, rowVersion: 0 })),
    channel: [],
    allowedDomain: [],
    shutOff: [],
    invariant: [],
    rule: rulesConcerned(changes, rules.values() as Iterable<RuleRow>),
    pin: changesOf(changes, "pin").flatMap((change) => (change.before ? [change.before] : [])),
    release: stored.release,
    build: stored.build,
  };
  const old = new Set(errorsIn(before).map(problemKey));
  const after = withChanges(before, changes);
  const young = errorsIn(after).filter((problem) => !old.has(problemKey(problem)));
  return [...young, ...hashErrors(changes, before, after)];
}

function errorsIn(rows: CurrentRows): Problem[] {
  const shelf = shelve(rows);
  // Each by itself: who shadows whom is no error.
  const ofRules = rows.rule.flatMap((rule) => ruleProblems({ ...rows, rule: [rule] }, []));
  return [...ofRules, ...downgradeProblems(rows.rule, shelf), ...pinProblems(rows, shelf)].filter(
    ({ severity }) => severity === "error",
  );
}

/** Files whose hashes no client would take, and that were not there before. */
function hashErrors(changes: readonly RowChange[], before: CurrentRows, after: CurrentRows): Problem[] {
  const builds = new Map<string, RowChange<"build">[]>();
  for (const change of changesOf(changes, "build")) {
    const release = (change.after ?? change.before)?.release ?? "";
    const list = builds.get(release);
    if (list) list.push(change);
    else builds.set(release, [change]);
  }
  const touched = [...builds.keys(), ...changesOf(changes, "release").map(({ key }) => key)];
  const [old, young] = [before, after].map(({ release }) => new Map(release.map((one) => [one.name, one])));
  return [...new Set(touched)].flatMap((name) => {
    const own = builds.get(name) ?? [];
    return newHashProblems(
      { release: young?.get(name) ?? null, builds: own.flatMap((change) => change.after ?? []) },
      { release: old?.get(name) ?? null, builds: own.flatMap((change) => change.before ?? []) },
    );
  });
}
