import type { Fault, FoundPatch } from "@/lib/submissions/assemble";
import { fillIn } from "@/lib/submissions/pattern";

import { misuse } from "./failure";
import type { ReleaseLine } from "./read-releases";
import type { ReadPatch } from "./submit-read";

/** From which release each partial updates. */
export function resolveOrigins(
  patches: readonly ReadPatch[],
  {
    releases,
    product,
    template,
  }: { releases: readonly ReleaseLine[]; product: string; template: string | undefined },
): { found: FoundPatch[]; faults: Fault[] } {
  const known = new Map<string, string | { what: string; remedy: string }>();
  const faults: Fault[] = [];
  const found = patches.flatMap(({ origin, product: _, ...patch }): FoundPatch[] => {
    if (origin === null) return [{ ...patch, from: "*" }];
    const release = known.get(origin) ?? originOf(origin, releases, named(template, product, origin));
    known.set(origin, release);
    if (typeof release === "string") return [{ ...patch, from: release }];
    faults.push({ file: patch.file, ...release });
    return [];
  });
  return { found, faults };
}

function named(template: string | undefined, product: string, from: string): string | null {
  if (template === undefined) return null;
  try {
    return fillIn(template, { product, from });
  } catch (error) {
    throw misuse(`--from-release ${template}: ${(error as Error).message}.`);
  }
}

/** The release that a name, a version or a build ID stands for, or why none does. */
function originOf(
  from: string,
  releases: readonly ReleaseLine[],
  wanted: string | null,
): string | { what: string; remedy: string } {
  const called = releases.find(({ name }) => name === (wanted ?? from));
  if (called) return called.name;
  if (wanted !== null) {
    const what = `It updates from ${from}, and there is no release ${wanted}`;
    return { what, remedy: "Submit that release first, or correct --from-release" };
  }
  const isBuildID = /^\d{10,14}$/.test(from);
  const fitting = releases.filter(({ name, version }) =>
    isBuildID ? name.includes(from) : version === from,
  );
  const [only] = fitting;
  if (only && fitting.length === 1) return only.name;
  if (!only) {
    const what = `It updates from ${from}, and no release is of this ${isBuildID ? "build ID" : "version"}`;
    return { what, remedy: "Submit that release first, or name it with --from-release" };
  }
  const names = fitting.map(({ name }) => name).join(", ");
  const remedy = "Say which with --from-release, e.g. '{product}-{from}-build1'";
  return { what: `It updates from ${from}, which ${fitting.length} releases are: ${names}`, remedy };
}
