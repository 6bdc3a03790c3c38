import { canonicalize } from "json-canonicalize";

import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import { fallbackChannelOf } from "@/lib/protocol/request";
import type { ApplicationContent, Build, Patch } from "@/lib/releases/release";
import { applicationVersion } from "@/lib/releases/release";
import { own } from "@/lib/releases/urls";

import { buildKey } from "./draft";

type Application = ConfiguredRelease & { content: ApplicationContent };

/**
 * An existing release and a new one as one release that serves what either serves.
 *
 * @returns the existing release itself where it has everything; null where they cannot be one
 */
export function mergeRelease(
  existing: ConfiguredRelease,
  added: ConfiguredRelease,
): ConfiguredRelease | null {
  if (!isApplication(existing) || !isApplication(added) || !areTheSame(existing, added)) return null;
  const known = new Map(existing.builds.map((build) => [buildKey(build), build]));
  if (
    added.builds.some((build) => (known.get(buildKey(build))?.buildID ?? build.buildID) !== build.buildID)
  ) {
    return null;
  }
  const merged = mergeParts(existing, added, known);
  if (!merged || sameValue(merged, existing)) return merged && existing;
  return existing.readOnly ? null : merged;
}

function isApplication(release: ConfiguredRelease): release is Application {
  return release.content.kind === "application";
}

/** Of one product, and of one name, or of one version with a build in common. */
function areTheSame(existing: Application, added: Application): boolean {
  if (existing.product !== added.product) return false;
  if (existing.name === added.name) return true;
  if (versionOf(existing) === null || versionOf(existing) !== versionOf(added)) return false;
  const known = new Set(existing.builds.map(({ buildTarget, buildID }) => `${buildTarget}/${buildID ?? ""}`));
  return added.builds.some(({ buildTarget, buildID }) => known.has(`${buildTarget}/${buildID ?? ""}`));
}

function versionOf({ content, builds }: Application): string | null {
  return applicationVersion(content.dialect, { ...content.attributes, ...builds[0]?.attributes });
}

function mergeParts(
  existing: Application,
  added: Application,
  known: ReadonlyMap<string, Build>,
): ConfiguredRelease | null {
  const isServed = ({ builds }: Application) => builds.some(({ patches }) => patches.length > 0);
  if (!isServed(added)) {
    const missing = added.builds.some((build) => !known.has(buildKey(build)));
    // A build without patches in a release that is served would be offered with nothing to download.
    if (missing && isServed(existing)) return null;
    return { ...existing, builds: mergeBuilds(existing.builds, added.builds, (build) => build) };
  }
  if (!isServed(existing)) {
    // Its aliases say where partials' sources are found, which the new content does not know.
    if (Object.values(existing.content.buildTargets).some(({ alias }) => alias !== undefined)) return null;
    const builds = mergeBuilds(existing.builds, added.builds, (_, build) => build);
    return { ...existing, content: added.content, builds };
  }
  const content = mergeContent(existing.content, added.content);
  return content && mergeServed(existing, added, content);
}

function mergeServed(
  existing: Application,
  added: Application,
  content: ApplicationContent,
): ConfiguredRelease | null {
  const adapted = added.builds.map((build) => adaptBuild(build, added.content, content));
  if (adapted.includes(null)) return null;
  const misfits: Build[] = [];
  const builds = mergeBuilds(existing.builds, adapted as Build[], (build, other) => {
    const merged = mergeBuild(build, other);
    if (!merged) misfits.push(other);
    return merged ?? build;
  });
  return misfits.length === 0 ? { ...existing, content, builds } : null;
}

/** The new build as part of the existing release: what the release says otherwise, it says itself. */
function adaptBuild(build: Build, from: ApplicationContent, to: ApplicationContent): Build | null {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...from.attributes, ...build.attributes })) {
    if (to.attributes[name] !== value) attributes[name] = value;
  }
  const unwanted = Object.keys(to.attributes).some(
    (name) => from.attributes[name] === undefined && build.attributes[name] === undefined,
  );
  if (unwanted) return null;
  const patches = build.patches.map((patch): Patch => {
    const hashFunction = patch.hashFunction ?? from.hashFunction;
    return { ...patch, hashFunction: hashFunction === to.hashFunction ? null : hashFunction };
  });
  return { ...build, attributes, patches };
}

function mergeBuild(existing: Build, added: Build): Build | null {
  if (existing.patches.length === 0) return added;
  if (!sameValue(existing.attributes, added.attributes)) return null;
  const patches = mergePatches(existing.patches, added.patches);
  return patches && { ...existing, patches };
}

/** Only partials from releases may be added: anything for everyone would reach clients that do without now. */
function mergePatches(existing: readonly Patch[], added: readonly Patch[]): Patch[] | null {
  const keyOf = ({ type, from }: Patch) => `${type}/${from}`;
  const known = new Map(existing.map((patch) => [keyOf(patch), patch]));
  const fresh = added.filter((patch) => !known.has(keyOf(patch)));
  if (fresh.some(({ from }) => from === "*")) return null;
  if (added.some((patch) => !sameValue(known.get(keyOf(patch)) ?? patch, patch))) return null;
  const everyones = new Set(added.map(keyOf));
  const lost = existing.some((patch) => patch.from === "*" && !everyones.has(keyOf(patch)));
  if (lost) return null;
  const at = existing.findIndex(({ type, from }) => type === "partial" && from === "*");
  return at < 0 ? [...existing, ...fresh] : [...existing.slice(0, at), ...fresh, ...existing.slice(at)];
}

function mergeContent(existing: ApplicationContent, added: ApplicationContent): ApplicationContent | null {
  if (existing.dialect !== added.dialect) return null;
  if (existing.oldClients || existing.attributeGroups.length > 0) return null;
  const urlTemplates = mergeTemplates(existing.urlTemplates, added.urlTemplates);
  const buildTargets = mergeRecords(existing.buildTargets, added.buildTargets, (a, b) =>
    sameValue({ ...a, ...b }, { ...b, ...a }) ? { ...a, ...b } : null,
  );
  return urlTemplates && buildTargets && { ...existing, urlTemplates, buildTargets };
}

type Templates = ApplicationContent["urlTemplates"];

function mergeTemplates(existing: Templates, added: Templates): Templates | null {
  for (const channel of Object.keys(added)) {
    // A block of its own would hide what clients of this channel get now.
    const hidden = [fallbackChannelOf(channel), "*"].some((name) => existing[name] && !added[name]);
    if (hidden && !existing[channel]) return null;
  }
  const same = (a: string, b: string) => (a === b ? a : null);
  return mergeRecords(existing, added, (a, b) => {
    const complete = mergeRecords(a.complete, b.complete, same);
    const partial = mergeRecords(a.partial, b.partial, same);
    return complete && partial && { complete, partial };
  });
}

/** Both records' entries; null where an entry of both cannot be one. */
function mergeRecords<Value>(
  a: Readonly<Record<string, Value>>,
  b: Readonly<Record<string, Value>>,
  merge: (a: Value, b: Value) => Value | null,
): Record<string, Value> | null {
  const merged: Record<string, Value> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const known = own(a, key);
    const both = known === undefined ? value : merge(known, value);
    if (both === null) return null;
    merged[key] = both;
  }
  return merged;
}

function mergeBuilds(
  existing: readonly Build[],
  added: readonly Build[],
  merge: (existing: Build, added: Build) => Build,
): Build[] {
  const fresh = new Map(added.map((build) => [buildKey(build), build]));
  const kept = existing.map((build) => {
    const other = fresh.get(buildKey(build));
    fresh.delete(buildKey(build));
    return other ? merge(build, other) : build;
  });
  return [...kept, ...fresh.values()];
}

function sameValue(a: unknown, b: unknown): boolean {
  return canonicalize(a) === canonicalize(b);
}
