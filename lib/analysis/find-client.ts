import type { UpdateQuery } from "@/lib/protocol/request";
import type { VersionOrder } from "@/lib/versions/version";

import { asked, formsOfRequests, meetsIn, type Dimension, type Region, type Sample } from "./client-space";

/** A client that there can be; that there can be none; or that it would take too long to tell. */
export type Found =
  | { readonly kind: "client"; readonly sample: Sample }
  | { readonly kind: "none" }
  | { readonly kind: "unknown" };

const mostSteps = 20_000;

/**
 * Looks for a client that matches all of some rules and none of others. Exact: "none" is only said when there can be
 * no such client, of whatever version, channel or system.
 */
export function findClient(must: readonly Region[], avoid: readonly Region[], order: VersionOrder): Found {
  let isUnknown = false;
  for (const dimensions of formsOfRequests([...must, ...avoid], order)) {
    const found = search(narrow(dimensions, must, avoid), { left: mostSteps });
    if (found.kind === "client") return found;
    isUnknown ||= found.kind === "unknown";
  }
  return { kind: isUnknown ? "unknown" : "none" };
}

/**
 * Those of `avoid` that some client meets who matches all that it must; `all` are those that every such client meets.
 */
export function metBy(
  must: readonly Region[],
  avoid: readonly Region[],
  order: VersionOrder,
): { some: Region[]; all: Region[] } {
  const forms = formsOfRequests([...must, ...avoid], order).flatMap(
    (dimensions) => narrow(dimensions, must, avoid) ?? [],
  );
  return {
    some: avoid.filter((region) => forms.some((form) => form.avoid.includes(region))),
    all: avoid.filter((region) =>
      forms.every(({ choices }) =>
        choices.every((options) => options.every(({ meets }) => meets.has(region))),
      ),
    ),
  };
}

/** Something to say, and the rules to avoid that it meets. */
type Option = { readonly sample: Sample; readonly meets: Pick<ReadonlySet<Region>, "has"> };
const everyone: Option["meets"] = { has: () => true };
type Narrowed = { readonly choices: readonly (readonly Option[])[]; readonly avoid: readonly Region[] };

/** What there is to say in each dimension that meets all that it must; null: nothing. */
function narrow(
  dimensions: readonly Dimension[],
  must: readonly Region[],
  avoid: readonly Region[],
): Narrowed | null {
  const rules = must.map(({ rule }) => rule);
  const choices: Option[][] = [];
  let left = avoid;
  for (const dimension of dimensions) {
    const points = dimension.points(
      rules,
      left.map(({ rule }) => rule),
    );
    const samples = points
      .map((sample) => ({ sample, query: asked(sample) }))
      .filter(({ query }) => must.every((region) => meetsIn(dimension, region, query)));
    const [first] = samples;
    if (!first) return null;
    const isConcerned = left.some(({ conditions }) => dimension.names.some((name) => conditions.has(name)));
    const meets = (query: UpdateQuery) => new Set(left.filter((one) => meetsIn(dimension, one, query)));
    const options = isConcerned
      ? best(samples.map(({ sample, query }) => ({ sample, meets: meets(query) })))
      : [{ sample: first.sample, meets: everyone }];
    if (isConcerned) left = left.filter((one) => options.some(({ meets }) => meets.has(one)));
    choices.push(options);
  }
  return { choices, avoid: left };
}

/** Without options that meet whatever another one meets. */
function best(options: readonly { sample: Sample; meets: ReadonlySet<Region> }[]): Option[] {
  const kept: { sample: Sample; meets: ReadonlySet<Region> }[] = [];
  for (const option of [...options].sort((a, b) => a.meets.size - b.meets.size)) {
    if (!kept.some(({ meets }) => isWithin(meets, option.meets))) kept.push(option);
  }
  return kept;
}

function isWithin(few: ReadonlySet<Region>, many: ReadonlySet<Region>): boolean {
  for (const one of few) if (!many.has(one)) return false;
  return true;
}

function search(narrowed: Narrowed | null, steps: { left: number }): Found {
  if (!narrowed) return { kind: "none" };
  const choices = [...narrowed.choices].sort((a, b) => a.length - b.length);
  const numbers = new Map(narrowed.avoid.map((region, index) => [region, index]));
  const tried = new Set<string>();
  const follow = (depth: number, left: readonly Region[], sample: Sample): Sample | null => {
    const options = choices[depth];
    if (!options) return left.length === 0 ? sample : null;
    const key = `${depth} ${left.map((region) => numbers.get(region)).join()}`;
    if (tried.has(key) || steps.left-- <= 0) return null;
    tried.add(key);
    for (const option of options) {
      const still = left.filter((region) => option.meets.has(region));
      const found = follow(depth + 1, still, { ...sample, ...option.sample });
      if (found) return found;
    }
    return null;
  };
  const sample = follow(0, narrowed.avoid, {});
  if (sample) return { kind: "client", sample };
  return { kind: steps.left > 0 ? "none" : "unknown" };
}
