import type { CurrentRows } from "@/lib/configuration/diff";
import { toConfiguration } from "@/lib/configuration/sort";
import type { SnapshotInput } from "@/lib/decision/snapshot";

/** Rows as the serving nodes read them: of one host, the path patterns in the order in which they are tried. */
export function toSnapshotInput(revision: number, rows: CurrentRows): SnapshotInput {
  const { settings, products, releases, pins, shutOffs, allowedDomains } = toConfiguration(rows);
  return {
    revision,
    settings: { throttle: settings.throttle, forceHosts: settings.forceHosts },
    products,
    releases,
    pins,
    shutOffs,
    rules: [...rows.rule].sort((a, b) => a.id - b.id),
    allowedDomains: [...allowedDomains].sort(
      (a, b) => compare(a.host, b.host) || a.position - b.position || compare(a.pathPattern, b.pathPattern),
    ),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
