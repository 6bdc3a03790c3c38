import type { CurrentRows } from "@/lib/configuration/diff";
import { compileSnapshot } from "@/lib/decision/snapshot";
import { statementOf, type Invariant } from "@/lib/invariants/invariant";
import { toSnapshotInput } from "@/lib/restore/snapshot";

import { checkInvariant, follower, type Broken, type Checked } from "./invariants";
import type { Problem } from "./problem";

/** Every invariant that is switched on, checked for all clients that there can be. */
export function checkInvariants(rows: CurrentRows): Checked[] {
  const enabled = rows.invariant.filter((invariant) => invariant.enabled);
  if (enabled.length === 0) return [];
  const snapshot = compileSnapshot(toSnapshotInput(0, rows));
  const follow = follower(snapshot);
  return enabled.map((invariant) => checkInvariant(snapshot, invariant, { follow, channels: rows.channel }));
}

/** Invariants that do not hold, and those that are about no client. */
export function invariantProblems(rows: CurrentRows): Problem[] {
  const rowOf = byName(rows);
  return checkInvariants(rows).flatMap(({ name, states, broken }) => {
    const row = rowOf.get(name);
    if (!row) return [];
    if (broken.length > 0) return [brokenProblem(row, broken)];
    if (states > 0) return [];
    const detail = `${row.statement}: there are no such clients, so that it says nothing`;
    return [problemOf(row, { code: "invariant-of-nobody", severity: "warning", detail })];
  });
}

/**
 * What blocks a change: invariants that do not hold after it for clients for which they held before.
 *
 * @param after with the invariants of before
 */
export function newlyBroken(before: CurrentRows, after: CurrentRows): Problem[] {
  const old = new Map(
    checkInvariants(before).map(({ name, broken }) => [name, new Set(broken.flatMap(keysOf))]),
  );
  const rowOf = byName(after);
  return checkInvariants(after).flatMap(({ name, broken }) => {
    const row = rowOf.get(name);
    const known = old.get(name);
    const fresh = broken.filter((clients) => keysOf(clients).some((key) => !known?.has(key)));
    return row?.enforcement === "blocks" && fresh.length > 0 ? [brokenProblem(row, fresh)] : [];
  });
}

function keysOf({ channel, release, buildTarget, osVersion, locales }: Broken): string[] {
  return locales.map((locale) => [channel, release, buildTarget, osVersion, locale].join("\n"));
}

function byName({ invariant }: CurrentRows): Map<string, Invariant> {
  return new Map(invariant.map((row) => [row.name, row]));
}

function brokenProblem(row: Invariant, broken: readonly Broken[]): Problem {
  const severity = row.enforcement === "blocks" ? "error" : "warning";
  const detail = brokenInWords(row, broken);
  return problemOf(row, { code: "invariant-broken", severity, detail });
}

function problemOf(row: Invariant, said: Pick<Problem, "code" | "severity" | "detail">): Problem {
  const where = { entity: "invariant", key: row.name, field: "statement" } as const;
  return { ...said, where, product: statementOf(row).product, mend: null };
}

export function brokenInWords({ statement }: Invariant, broken: readonly Broken[]): string {
  return `${statement}: not so for ${clientsInWords(broken)}`;
}

const shown = 3;

/** "Heron-90.0 on release, Linux_x86_64-gcc3 (de, fr): they get none, and 5 more". */
function clientsInWords(broken: readonly Broken[]): string {
  const told = broken.slice(0, shown).map(({ release, channel, buildTarget, locales, detail }) => {
    const place = [release, `on ${channel}`, buildTarget].filter(Boolean).join(" ");
    return `${place} (${locales.slice(0, shown).join(", ")}${locales.length > shown ? ", …" : ""}): ${detail}`;
  });
  const more = broken.length - told.length;
  return told.join("; ") + (more > 0 ? `; and ${String(more)} more` : "");
}
