import type { CurrentRows } from "@/lib/configuration/diff";
import { compileSnapshot } from "@/lib/decision/snapshot";
import { statementOf } from "@/lib/invariants/invariant";
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
  const rowOf = new Map(rows.invariant.map((invariant) => [invariant.name, invariant]));
  return checkInvariants(rows).flatMap(({ name, states, broken }): Problem[] => {
    const row = rowOf.get(name);
    if (!row) return [];
    const where = { entity: "invariant", key: name, field: "statement" } as const;
    const { product } = statementOf(row);
    if (broken.length > 0) {
      const severity = row.enforcement === "blocks" ? "error" : "warning";
      const detail = `${row.statement}: not so for ${clientsInWords(broken)}`;
      return [{ code: "invariant-broken", severity, where, product, detail, mend: null }];
    }
    if (states > 0) return [];
    const detail = `${row.statement}: there are no such clients, so that it says nothing`;
    return [{ code: "invariant-of-nobody", severity: "warning", where, product, detail, mend: null }];
  });
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
