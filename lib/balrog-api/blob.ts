import { exportRelease } from "@/lib/balrog/export-releases";
import { Place, type Finding } from "@/lib/balrog/finding";
import { importReleases } from "@/lib/balrog/import-releases";
import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import { Refusal } from "@/lib/errors";

/** A release as Balrog writes it down, or a part of one. */
export type Blob = Readonly<Record<string, unknown>>;

export type ReadBlob = {
  readonly release: ConfiguredRelease;
  /** What was not taken over as it stood, e.g. a field that nothing here knows. */
  readonly warnings: readonly string[];
};

export function blobOf(release: ConfiguredRelease): Blob {
  return exportRelease(release, new Place([], ""))["blob"] as Blob;
}

/** @throws Refusal "invalid", with all that is wrong with the blob */
export function readBlob({ name, product, blob }: { name: string; product: string; blob: Blob }): ReadBlob {
  const findings: Finding[] = [];
  const place = new Place(findings, "");
  const [imported] = importReleases({
    rules: [],
    releases: [{ value: { name, product, blob }, place }],
    pins: [],
    shutOffs: [],
    allowlists: [],
    forceHosts: [],
    products: new Map(),
  });
  const errors = findings.filter(({ severity }) => severity === "error");
  if (!imported || errors.length > 0) {
    throw new Refusal("invalid", `The blob of ${name} is not sound`, { errors: errors.map(toInputError) });
  }
  return {
    release: imported.release,
    warnings: findings.map(({ path, what, consequence }) => `${pointerIn(path)}: ${what}. ${consequence}.`),
  };
}

function toInputError({ path, what, remedy }: Finding) {
  return { pointer: pointerIn(path), detail: `${what}. ${remedy}` };
}

function pointerIn(path: string): string {
  return path.replace(/^#/, "");
}

/** Of one build target × locale of a blob; null: there is none. */
export function localeOf(blob: Blob, { buildTarget, locale }: LocalePlace): Blob | null {
  const platform = partOf(partOf(blob, "platforms"), buildTarget);
  return partOf(partOf(platform, "locales"), locale);
}

export type LocalePlace = { readonly buildTarget: string; readonly locale: string };

/** The build targets × locales that a blob speaks of. */
export function placesOf(blob: Blob): LocalePlace[] {
  const platforms = partOf(blob, "platforms") ?? {};
  return Object.keys(platforms).flatMap((buildTarget) => {
    const locales = partOf(partOf(platforms, buildTarget), "locales") ?? {};
    return Object.keys(locales).map((locale) => ({ buildTarget, locale }));
  });
}

/** A blob without what it says of locales. */
export function withoutLocales(blob: Blob): Blob {
  const platforms = Object.entries(partOf(blob, "platforms") ?? {});
  return {
    ...blob,
    platforms: Object.fromEntries(
      platforms.map(([name, platform]) => [
        name,
        isPart(platform) ? { ...platform, locales: undefined } : platform,
      ]),
    ),
  };
}

/** What is given laid over what there is: parts within parts, everything else as a whole. */
export function mergedBlob(current: Blob, given: Blob): Blob {
  const merged: Record<string, unknown> = { ...current };
  for (const [key, value] of Object.entries(given)) {
    const before = Object.hasOwn(current, key) ? current[key] : undefined;
    merged[key] = isPart(before) && isPart(value) ? mergedBlob(before, value) : value;
  }
  return merged;
}

function partOf(blob: Blob | null, key: string): Blob | null {
  const part = blob !== null && Object.hasOwn(blob, key) ? blob[key] : null;
  return isPart(part) ? part : null;
}

function isPart(value: unknown): value is Blob {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
