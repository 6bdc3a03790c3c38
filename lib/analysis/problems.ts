import type { Entity } from "@/lib/changes/operation";
import { keyOf, type RowChange, type Stored } from "@/lib/changes/row";
import { configuredEntities } from "@/lib/changes/row";
import { checkChanges } from "@/lib/configuration/check";
import type { CurrentRows } from "@/lib/configuration/diff";
import type { Finding } from "@/lib/configuration/finding";
import type { World } from "@/lib/configuration/world";
import type { Policy } from "@/lib/policies/policy";

import { problemKey, type Problem } from "./problem";
import { strandedProblems } from "./problems-change";
import { invariantProblems } from "./problems-invariants";
import { coverageProblems, downgradeProblems, shelve } from "./problems-mapping";
import { hashProblems, pinProblems } from "./problems-releases";
import { ruleProblems, scopeProblems } from "./problems-rules";

/** Everything that is wrong with a configuration, errors first. */
export function findProblems(rows: CurrentRows, policies: readonly Policy[]): Problem[] {
  return errorsFirst(problemsWithin(rows, policies, null));
}

/** A problem, and whether a change brings it. */
export type ChangedProblem = Problem & { readonly isNew: boolean };

export type ProblemsOfChange = {
  readonly problems: readonly ChangedProblem[];
  /** What the change puts right. */
  readonly solved: readonly Problem[];
};

/** What would be wrong with a configuration after a change, and what of it the change brings. */
export function findProblemsOfChange(
  before: CurrentRows,
  after: CurrentRows,
  policies: readonly Policy[],
): ProblemsOfChange {
  const old = problemsWithin(before, policies, null);
  const young = [
    ...problemsWithin(after, policies, before),
    ...scopeProblems(before, after),
    ...strandedProblems(before, after),
  ];
  const [oldKeys, youngKeys] = [old, young].map((problems) => new Set(problems.map(problemKey)));
  return {
    problems: errorsFirst(young).map((problem) => ({
      ...problem,
      isNew: !oldKeys?.has(problemKey(problem)),
    })),
    solved: errorsFirst(old.filter((problem) => !youngKeys?.has(problemKey(problem)))),
  };
}

function problemsWithin(
  rows: CurrentRows,
  policies: readonly Policy[],
  before: CurrentRows | null,
): Problem[] {
  const shelf = shelve(rows);
  const was = new Map(before?.rule.map((rule) => [rule.id, rule]));
  return [
    ...ruleProblems(rows, policies),
    ...downgradeProblems(rows.rule, shelf),
    ...coverageProblems(rows.rule, was, shelf),
    ...hashProblems(rows, shelf),
    ...pinProblems(rows, shelf),
    ...invariantProblems(rows),
    ...rowProblems(rows),
  ];
}

export function errorsFirst(problems: readonly Problem[]): Problem[] {
  const rank = ({ severity }: Problem) => (severity === "error" ? 0 : 1);
  return [...problems].sort((a, b) => rank(a) - rank(b));
}

/** What is checked of rows whenever they are written, of all rows that there are. */
function rowProblems(rows: CurrentRows): Problem[] {
  const places: Place[] = [];
  const changes = configuredEntities.flatMap((entity) =>
    (rows[entity] as readonly Stored[]).map((row) => {
      const key = keyOf(entity, row as never);
      places.push({ entity, key, row });
      return { entity, key, before: row, after: row, origin: `/${places.length - 1}` } as RowChange;
    }),
  );
  const findings = checkChanges(changes, worldOf(rows), { accept: [], wholeConfiguration: true });
  const owners = new Map(rows.release.map(({ name, product }) => [name, product]));
  return gathered(
    findings.filter(({ code }) => code !== "equal-priority"),
    places,
    owners,
  );
}

type Place = { readonly entity: Entity; readonly key: string; readonly row: Stored };

/** Findings of one kind in the builds of one release are one problem. */
function gathered(
  findings: readonly Finding[],
  places: readonly Place[],
  owners: ReadonlyMap<string, string>,
): Problem[] {
  const groups = new Map<string, { problem: Problem; more: number }>();
  for (const { pointer, ...finding } of findings) {
    const [, index = "", ...path] = pointer.split("/");
    const place = places[Number(index)];
    if (!place) continue;
    const { entity, key, release } = ownerOf(place);
    const detail = finding.detail.replace(/ \("[^"]*"\)$/, "");
    const group = release === null ? pointer : `${release} ${finding.code} ${detail}`;
    const known = groups.get(group);
    if (known) known.more += 1;
    else {
      const where = { entity, key, field: path.length === 0 ? null : path.join("/") };
      const product = release === null ? productOf(place.row) : (owners.get(release) ?? null);
      const problem = { ...finding, where, product, mend: mendOf(finding, place) };
      groups.set(group, { problem, more: 0 });
    }
  }
  return [...groups.values()].map(({ problem, more }) =>
    more === 0 ? problem : { ...problem, mend: null, detail: `${problem.detail}, and ${more} more like it` },
  );
}

function ownerOf({ entity, key, row }: Place): {
  entity: Place["entity"];
  key: string;
  release: string | null;
} {
  if (entity === "release") return { entity, key, release: key };
  if ("release" in row) return { entity, key, release: row.release };
  return { entity, key, release: null };
}

function productOf(row: Stored): string | null {
  return "product" in row ? row.product : null;
}

/** Partials that nobody gets can go; whether a host is to be trusted is for people to say. */
function mendOf({ code }: Pick<Finding, "code">, { row }: Place): Problem["mend"] {
  if (code !== "unused-partial" || !("patches" in row)) return null;
  const { release, buildTarget, locale, rowVersion } = row;
  return {
    entity: "build",
    action: "update",
    key: { release, buildTarget, locale },
    rowVersion,
    fields: { patches: row.patches.filter(({ type }) => type === "complete") },
  };
}

function worldOf(rows: CurrentRows): World {
  return {
    products: new Map(rows.product.map((product) => [product.name, product])),
    channels: rows.channel,
    releases: new Map(
      rows.release.map(({ content, ...release }) => [release.name, { ...release, kind: content.kind }]),
    ),
    rules: new Map(rows.rule.map((rule) => [rule.id, rule])),
    pins: rows.pin,
    allowedDomains: rows.allowedDomain,
    people: [],
    policies: [],
    shutOffs: rows.shutOff,
  };
}
