import type { Impact } from "@/lib/analysis/impact";

import type { Io } from "./io";
import { count, table } from "./output";

/** The groups of clients whose answers would change, the largest first. @param most how many of them */
export function describeImpact(
  io: Io,
  { groups, states, changed }: Impact,
  most = Number.POSITIVE_INFINITY,
): string {
  const total = `${changed.toLocaleString("en-US")} of ${count(states, "client state")} would get another answer`;
  if (groups.length === 0) return total;
  const rows = groups
    .slice(0, most)
    .map(({ kind, before, after, states: many, seen, example }) => [
      kind,
      before,
      after,
      String(many),
      String(seen),
      example.path,
    ]);
  const more = groups.length > most ? `${count(groups.length - most, "smaller group")} more\n` : "";
  return `${table(io, ["what", "before", "after", "states", "requests", "for example"], rows)}\n${more}${total}`;
}
