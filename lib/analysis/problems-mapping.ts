import type { Stored } from "@/lib/changes/row";
import type { CurrentRows } from "@/lib/configuration/diff";
import { coverage } from "@/lib/releases/coverage";
import { applicationVersion, releaseVersion } from "@/lib/releases/release";
import type { Rule } from "@/lib/rules/rule";
import { parseBuildIDCondition } from "@/lib/rules/comparison";
import { readVersion } from "@/lib/protocol/request";
import { compareVersionTexts, type VersionOrder } from "@/lib/versions/version";

import { regionOf, meetsIn, asked } from "./client-space";
import { buildIDPoints } from "./field-points";
import { editRule, name, ofRule } from "./problems-rules";
import type { Problem } from "./problem";
import { versionPoints } from "./version-points";

type ReleaseRow = Stored<"release">;
type BuildRow = Stored<"build">;

/** Releases with their builds, for looking up. */
export type Shelf = {
  readonly releases: ReadonlyMap<string, ReleaseRow>;
  readonly builds: ReadonlyMap<string, readonly BuildRow[]>;
  readonly orderOf: (product: string | null) => VersionOrder;
};

export function shelve(rows: CurrentRows): Shelf {
  const builds = new Map<string, BuildRow[]>();
  for (const build of rows.build) {
    const list = builds.get(build.release);
    if (list) list.push(build);
    else builds.set(build.release, [build]);
  }
  const orders = new Map(rows.product.map(({ name: product, versionOrder }) => [product, versionOrder]));
  return {
    releases: new Map(rows.release.map((release) => [release.name, release])),
    builds,
    orderOf: (product) => orders.get(product ?? "") ?? "mozilla",
  };
}

/** Mappings that are no update for anybody whom the rule matches. */
export function downgradeProblems(rules: readonly Rule[], shelf: Shelf): Problem[] {
  return rules.flatMap((rule) =>
    (["mapping", "fallbackMapping"] as const).flatMap((field) => {
      const mapped = rule[field];
      const release = mapped === null ? undefined : shelf.releases.get(mapped);
      if (!release || !rule.enabled || !isNoUpdate(rule, release, shelf)) return [];
      const brings = releaseVersion(release) ?? release.name;
      const detail = `${name(rule)} maps to "${release.name}", but every client that it can match (version ${rule.version ?? "any"}) is as new as ${brings} or newer, and none is ever downgraded: they get nothing. Map to a newer release, or correct the versions`;
      const mend =
        field === "mapping" ? editRule(rule, { enabled: false }) : editRule(rule, { [field]: null });
      return [ofRule(rule, { code: "only-downgrades", severity: "error", field, detail, mend })];
    }),
  );
}

function isNoUpdate(rule: Rule, { name: release, content, product }: ReleaseRow, shelf: Shelf): boolean {
  const order = shelf.orderOf(rule.product ?? product);
  const region = regionOf(rule, order);
  if (content.kind !== "application" || !region || rule.version === null) return false;
  const builds = shelf.builds.get(release) ?? [];
  const offered = builds.flatMap(({ attributes, buildID }) => {
    const version = applicationVersion(content.dialect, { ...content.attributes, ...attributes });
    return version === null ? [] : [{ version, buildID: buildID ?? "" }];
  });
  const distinct = [...new Map(offered.map((one) => [`${one.version} ${one.buildID}`, one])).values()];
  if (distinct.length === 0) return false;
  const points = versionPoints([rule.version, ...new Set(distinct.map(({ version }) => version))], order)
    .map((version) => ({ version, read: readVersion(version) }))
    .filter((sample) => meetsIn({ names: ["version"] }, region, asked(sample)));
  return distinct.every((build) =>
    points.every(({ version }) => !isUpgrade(build, version, rule.buildID, order)),
  );
}

/** Whether the build is an upgrade for some client of a version that a rule's condition on build IDs lets in. */
function isUpgrade(
  build: { version: string; buildID: string },
  version: string,
  condition: string | null,
  order: VersionOrder,
): boolean {
  const difference = compareVersionTexts(build.version, version, order);
  if (difference !== 0) return difference !== null && difference > 0;
  const matches = condition === null ? () => true : parseBuildIDCondition(condition);
  const texts = condition === null ? [build.buildID] : [condition, build.buildID];
  return buildIDPoints(texts).some((buildID) => buildID < build.buildID && matches(buildID));
}

/**
 * Builds that clients had in the release before, and have no longer.
 *
 * @param before the rules as they were before a change, by id; empty: the release before is looked for
 */
export function coverageProblems(
  rules: readonly Rule[],
  before: ReadonlyMap<number, Rule>,
  shelf: Shelf,
): Problem[] {
  const told = new Set<string>();
  return rules.flatMap((rule) => {
    const release = shelf.releases.get(rule.mapping ?? "");
    if (!rule.enabled || release?.content.kind !== "application") return [];
    const previous = previousRelease(rule, release, before.get(rule.id), shelf);
    if (!previous || told.has(`${rule.channel ?? ""} ${release.name} ${previous.name}`)) return [];
    told.add(`${rule.channel ?? ""} ${release.name} ${previous.name}`);
    return lostProblem(rule, release, previous, shelf);
  });
}

type Place = { readonly buildTarget: string; readonly locale: string };

function lostProblem(rule: Rule, release: ReleaseRow, previous: ReleaseRow, shelf: Shelf): Problem[] {
  const [now, then] = [release, previous].map((one) => buildsFor(rule, shelf.builds.get(one.name) ?? []));
  if (!now || !then) return [];
  const aliases = release.content.kind === "application" ? release.content.buildTargets : {};
  const lost = lostPlaces(now, then).filter(({ buildTarget }) => aliases[buildTarget]?.alias === undefined);
  if (lost.length === 0) return [];
  const has = new Set(now.map(({ buildTarget }) => buildTarget));
  const targets = [...new Set(lost.map(({ buildTarget }) => buildTarget))].filter(
    (target) => !has.has(target),
  );
  const detail = `"${release.name}", which ${name(rule).toLowerCase()} maps to, has ${lost.length} of the ${then.length} builds of "${previous.name}" no longer (${lostInWords(lost, targets)}): their clients get nothing. Add the builds, or keep a rule for those clients`;
  return [
    ofRule(rule, {
      code: "coverage-lost",
      severity: "warning",
      field: "mapping",
      detail,
      mend: targets.length === 1 ? keepServing(rule, targets[0] ?? "", previous) : null,
    }),
  ];
}

function buildsFor({ buildTarget, locale }: Rule, builds: readonly BuildRow[]): BuildRow[] {
  const locales = locale?.split(",");
  return builds.filter(
    (build) =>
      (buildTarget === null || buildTarget === build.buildTarget) &&
      (locales?.includes(build.locale) ?? true),
  );
}

function lostPlaces(now: readonly Place[], then: readonly Place[]): Place[] {
  const { buildTargets, locales, cells } = coverage(now, then);
  return buildTargets.flatMap((buildTarget, row) =>
    locales.flatMap((locale, column) => (cells[row]?.[column] === "lost" ? [{ buildTarget, locale }] : [])),
  );
}

const mostPlacesNamed = 3;

/** @param targets those that are lost with all their locales */
function lostInWords(lost: readonly Place[], targets: readonly string[]): string {
  const single = lost
    .filter(({ buildTarget }) => !targets.includes(buildTarget))
    .map(({ buildTarget, locale }) => `${buildTarget}/${locale}`);
  const all = [...targets.map((target) => `all of ${target}`), ...single];
  const more = all.length > mostPlacesNamed ? ` and ${all.length - mostPlacesNamed} more` : "";
  return all.slice(0, mostPlacesNamed).join(", ") + more;
}

/** A rule just above, which goes on giving clients of a lost build target what there is for them. */
function keepServing(rule: Rule, buildTarget: string, previous: ReleaseRow) {
  const { id, rowVersion, ...fields } = rule;
  return {
    entity: "rule" as const,
    action: "create" as const,
    value: {
      ...fields,
      alias: null,
      comment: `${previous.name} is the last release for ${buildTarget}`,
      priority: rule.priority + 1,
      buildTarget,
      mapping: previous.name,
      fallbackMapping: null,
      backgroundRate: 100,
    },
  };
}

/** What clients of a rule had before: by the change itself, by the rule's fallback, or by what partials lead from. */
function previousRelease(
  rule: Rule,
  release: ReleaseRow,
  before: Rule | undefined,
  shelf: Shelf,
): ReleaseRow | null {
  const sources = (shelf.builds.get(release.name) ?? []).flatMap(({ patches }) =>
    patches.map(({ from }) => from),
  );
  const named = before?.mapping != null && before.mapping !== release.name ? [before.mapping] : null;
  const candidates = [
    ...new Set(named ?? (rule.fallbackMapping === null ? sources : [rule.fallbackMapping])),
  ];
  const order = shelf.orderOf(release.product);
  const older = candidates
    .flatMap((candidate) => shelf.releases.get(candidate) ?? [])
    .filter((one) => one.content.kind === "application" && one.product === release.product)
    .filter((one) => one.name !== release.name && compareReleases(one, release, order) <= 0)
    .sort((a, b) => compareReleases(b, a, order));
  return older[0] ?? null;
}

export function compareReleases(a: ReleaseRow, b: ReleaseRow, order: VersionOrder): number {
  return compareVersionTexts(releaseVersion(a) ?? "", releaseVersion(b) ?? "", order) ?? 0;
}
