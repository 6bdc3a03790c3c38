import type { FileProbe } from "./host-probe";
import type { Problem } from "./problem";

type Failing = FileProbe & { readonly failing: NonNullable<FileProbe["failing"]> };

const mostNamed = 3;

/** Hosts that can't be reached, each once for every product whose clients are sent there. */
export function hostProblems(probes: readonly FileProbe[]): Problem[] {
  const groups = new Map<string, Failing[]>();
  for (const probe of probes) {
    if (probe.failing === null) continue;
    const key = JSON.stringify([probe.host, probe.product]);
    groups.set(key, [...(groups.get(key) ?? []), { ...probe, failing: probe.failing }]);
  }
  return [...groups.values()].flatMap((group) => problemOf(group) ?? []);
}

function problemOf(failing: readonly Failing[]): Problem | null {
  const [oldest] = [...failing].sort((a, b) => a.failing.since.getTime() - b.failing.since.getTime());
  if (!oldest) return null;
  const names = failing.map(({ release }) => `"${release}"`).sort();
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : "";
  const { host, product, release, url, failing: why } = oldest;
  const since = `${why.since.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return {
    code: "unreachable-host",
    severity: "warning",
    where: { entity: "release", key: release, field: null },
    product,
    detail: `The host ${host} cannot be reached since ${since} (${why.reason}): clients can't fetch the files of ${names.slice(0, mostNamed).join(", ")}${more} there, e.g. ${url}. See to the host, or put the files elsewhere`,
    mend: null,
  };
}
