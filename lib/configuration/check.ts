import { RE2JS, RE2JSException } from "re2js";

import { changesOf, type RowChange, type Rows } from "@/lib/changes/row";
import { statementOf } from "@/lib/invariants/invariant";

import { checkAccess } from "./check-access";
import { checkBuild, checkRelease } from "./check-release";
import { checkReadOnly, checkReferences } from "./check-references";
import { checkPin, checkRule, indexRules, unknownProduct } from "./check-rule";
import { compileHosts, type Hosts } from "./check-url";
import { everything, type AllowedDomain } from "./configuration";
import { pointerTo, type AcceptableFinding, type Finding, type Report, type ReportAt } from "./finding";
import { changedWorld, type World } from "./world";

export type CheckOptions = {
  /** Errors that its author lets pass; they are told as warnings. */
  readonly accept: readonly AcceptableFinding[];
  /** True: the change replaces everything, so that what was read-only may go too. */
  readonly wholeConfiguration: boolean;
  /** When the change is made: what is to expire has to lie ahead. Absent: times are not judged. */
  readonly now?: Date;
  /** True: the program itself makes the change. */
  readonly trusted?: boolean;
};

/**
 * What would be wrong with the configuration if these changes were made: everything that changed rows say, and
 * whatever else refers to them.
 *
 * @param world as it is before the changes
 */
export function checkChanges(
  changes: readonly RowChange[],
  world: World,
  { accept, wholeConfiguration, ...when }: CheckOptions,
): Finding[] {
  const findings: Finding[] = [];
  const accepted: ReadonlySet<string> = new Set(accept);
  const reportAt: ReportAt =
    ({ origin }) =>
    (severity, code, path, detail) => {
      const shown = accepted.has(code) ? "warning" : severity;
      findings.push({ severity: shown, code, pointer: pointerTo(origin, path), detail });
    };
  const after = changedWorld(world, changes);
  checkDomains(changesOf(changes, "allowedDomain"), after, reportAt);
  checkRules(changes, after, reportAt);
  checkReleases(changes, after, reportAt);
  checkOwners(changes, after, reportAt);
  checkInvariantsNamed(changes, after, reportAt);
  checkReferences(changes, after, reportAt);
  checkAccess(changes, { before: world, after, ...when }, reportAt);
  if (!wholeConfiguration) checkReadOnly(changes, world, reportAt);
  return findings;
}

function checkDomains(
  changes: readonly RowChange<"allowedDomain">[],
  world: World,
  reportAt: ReportAt,
): void {
  for (const change of changes) {
    if (!change.after) continue;
    const problem = patternProblem(change.after);
    const report = reportAt(change);
    if (problem !== null) {
      const detail = `${problem}: write an RE2 pattern that matches the whole path`;
      report("error", "bad-pattern", ["pathPattern"], detail);
    }
    for (const [index, product] of change.after.products.entries()) {
      if (!world.products.has(product)) {
        report("warning", "unknown-product", ["products", index], unknownProduct(product));
      }
    }
  }
}

function patternProblem({ pathPattern }: AllowedDomain): string | null {
  try {
    RE2JS.compile(pathPattern);
    return null;
  } catch (error) {
    if (error instanceof RE2JSException) return error.message;
    throw error;
  }
}

function checkRules(changes: readonly RowChange[], world: World, reportAt: ReportAt): void {
  const index = indexRules(world.rules.values());
  for (const change of changesOf(changes, "rule")) {
    if (change.after) checkRule(change.after, world, index, reportAt(change));
  }
  for (const change of changesOf(changes, "pin")) {
    if (change.after) checkPin(change.after, world, reportAt(change));
  }
}

function checkReleases(changes: readonly RowChange[], world: World, reportAt: ReportAt): void {
  const hosts = compileHosts(world.allowedDomains.filter((domain) => patternProblem(domain) === null));
  for (const change of changesOf(changes, "release")) {
    if (!change.after) continue;
    const order = world.products.get(change.after.product)?.versionOrder ?? "mozilla";
    checkRelease(change.after, { order, hosts, world }, reportAt(change));
  }
  const told = new Set<string>();
  for (const change of changesOf(changes, "build")) {
    if (change.after) checkBuildRow(change.after, { hosts, world, told }, reportAt(change));
  }
}

/** @param told sources of partials that a warning has named already */
function checkBuildRow(
  build: Rows["build"],
  { hosts, world, told }: { hosts: Hosts; world: World; told: Set<string> },
  report: Report,
): void {
  const release = world.releases.get(build.release);
  if (!release) {
    const detail = `There is no release "${build.release}": create it first`;
    report("error", "unknown-release", ["release"], detail);
    return;
  }
  if (release.kind !== "application") {
    report("error", "no-builds-here", [], `"${release.name}" is no application release: it has no builds`);
  }
  checkBuild(build, { product: release.product, hosts }, report);
  for (const [index, { from }] of build.patches.entries()) {
    const source = `${release.name} ${from}`;
    if (from === "*" || world.releases.has(from) || told.has(source)) continue;
    told.add(source);
    const detail = `There is no release "${from}": partials of "${release.name}" from it are never served`;
    report("warning", "unused-partial", ["patches", index, "from"], detail);
  }
}

/** Releases, channels and shut-offs belong to products. */
function checkOwners(changes: readonly RowChange[], world: World, reportAt: ReportAt): void {
  for (const change of changes) {
    if (change.entity !== "release" && change.entity !== "channel" && change.entity !== "shutOff") continue;
    const product = change.after?.product;
    if (product === undefined || world.products.has(product)) continue;
    if (change.entity === "shutOff" && product === everything) continue;
    reportAt(change)("error", "unknown-product", ["product"], unknownProduct(product));
  }
}

/** An invariant of a product that is not there is about nobody. */
function checkInvariantsNamed(changes: readonly RowChange[], world: World, reportAt: ReportAt): void {
  for (const change of changesOf(changes, "invariant")) {
    if (!change.after) continue;
    const { product } = statementOf(change.after);
    if (world.products.has(product)) continue;
    reportAt(change)("error", "unknown-product", ["statement"], unknownProduct(product));
  }
}
