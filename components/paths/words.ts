import type { End } from "@/lib/analysis/path-graph";
import type { Station } from "@/lib/analysis/path-traffic";

const ends: Readonly<Record<End["kind"], string>> = {
  newest: "Newest",
  ahead: "Ahead of the newest",
  "dead end": "Dead end",
  loop: "In a circle",
  desupported: "Told that they get no more",
  waits: "Waits outside the rate",
};

export function endInWords(kind: End["kind"]): string {
  return ends[kind];
}

export function toneOf(kind: End["kind"] | null): "good" | "bad" | "warn" | "neutral" {
  if (kind === null) return "neutral";
  if (kind === "newest") return "good";
  return kind === "dead end" || kind === "loop" ? "bad" : "warn";
}

/** "Heron-98.0-build1", or "12 releases, 90.0 to 97.0.1" for several, of which the newest comes first. */
export function stationsInWords(stations: readonly Station[]): string {
  const [newest] = stations;
  const oldest = stations.at(-1);
  if (!newest || !oldest) return "";
  if (stations.length === 1) return newest.release;
  return `${String(stations.length)} releases, ${oldest.version} to ${newest.version}`;
}

/** The first of a list, and how many more there are. */
export function fewInWords(names: readonly string[], most = 3): string {
  const more = names.length - most;
  return names.slice(0, most).join(", ") + (more > 0 ? ` and ${String(more)} more` : "");
}
