import type { Build, Patch } from "./release";

/** A build as the matrix shows it: there, new since the previous release, lost since then, or in neither. */
export type Presence = "there" | "new" | "lost" | "absent";

export type Coverage = {
  readonly buildTargets: readonly string[];
  readonly locales: readonly string[];
  /** By build target, then locale, in the order of the two lists. */
  readonly cells: readonly (readonly Presence[])[];
  readonly counts: Readonly<Record<Presence, number>>;
};

type Place = Pick<Build, "buildTarget" | "locale">;

/** Compares what a release has with the release before it; null: there is none to compare with. */
export function coverage(builds: readonly Place[], previous: readonly Place[] | null): Coverage {
  const now = new Set(builds.map(placeOf));
  const before = previous && new Set(previous.map(placeOf));
  const all = [...builds, ...(previous ?? [])];
  const buildTargets = unique(all.map(({ buildTarget }) => buildTarget));
  const locales = unique(all.map(({ locale }) => locale));
  const counts = { there: 0, new: 0, lost: 0, absent: 0 };
  const cells = buildTargets.map((buildTarget) =>
    locales.map((locale) => {
      const place = placeOf({ buildTarget, locale });
      const presence = presenceOf(now.has(place), before?.has(place) ?? null);
      counts[presence] += 1;
      return presence;
    }),
  );
  return { buildTargets, locales, cells, counts };
}

function presenceOf(isNow: boolean, was: boolean | null): Presence {
  if (isNow) return was === false ? "new" : "there";
  return was === true ? "lost" : "absent";
}

function placeOf({ buildTarget, locale }: Place): string {
  return `${buildTarget}\n${locale}`;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

/** The files of one kind in a release. */
export type PatchSummary = {
  readonly type: Patch["type"];
  readonly from: string;
  readonly files: number;
  /** In bytes. */
  readonly smallest: number;
  readonly largest: number;
  readonly total: number;
};

/** What is there to download: by type and by the release that the patch leads from, completes first. */
export function summarisePatches(builds: readonly Pick<Build, "patches">[]): PatchSummary[] {
  const kinds = new Map<string, PatchSummary>();
  for (const { type, from, size } of builds.flatMap(({ patches }) => patches)) {
    const key = `${type} ${from}`;
    const known = kinds.get(key);
    kinds.set(key, {
      type,
      from,
      files: (known?.files ?? 0) + 1,
      smallest: Math.min(known?.smallest ?? size, size),
      largest: Math.max(known?.largest ?? size, size),
      total: (known?.total ?? 0) + size,
    });
  }
  return [...kinds.values()].sort((a, b) => a.type.localeCompare(b.type));
}
