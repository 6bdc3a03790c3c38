import { isDeepStrictEqual } from "node:util";

import { applicationSchemas } from "@/lib/balrog/application-schemas";
import type { Operation } from "@/lib/changes/operation";
import type { Stored } from "@/lib/changes/row";
import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import { diffConfiguration } from "@/lib/configuration/diff";
import { Refusal } from "@/lib/errors";
import type { ApplicationContent } from "@/lib/releases/release";

import { blobOf, mergedBlob, readBlob, withoutLocales, type Blob, type LocalePlace } from "./blob";

/** A release as it is stored, with those of its builds that matter. */
export type Held = {
  readonly release: Stored<"release"> | null;
  readonly builds: readonly Stored<"build">[];
};

export type ReleaseChange = {
  readonly operations: readonly Operation[];
  readonly warnings: readonly string[];
};

/** Makes a release what a blob says: every locale that the blob lacks is deleted. */
export function overwrite(held: Held, given: { name: string; product: string; blob: Blob }): ReleaseChange {
  const { release, warnings } = readBlob(given);
  return { operations: operationsTo(held, release, "replace"), warnings };
}

/** Lays a part of a blob over a release. `held` has those of its builds that the part speaks of. */
export function update(held: Held & { release: Stored<"release"> }, part: Blob): ReleaseChange {
  const current = configured(held.release, held.builds);
  const before = blobOf(current);
  const merged = mergedBlob(before, part);
  const { name, product } = current;
  const { release, warnings } = readBlob({ name, product, blob: merged });
  // What Balrog has no words for stays, unless something beside it is changed.
  const content = isSameBase(before, merged) ? current.content : release.content;
  return { operations: operationsTo(held, { ...release, content }, "merge"), warnings };
}

/** Whether nothing differs but locales, and build targets that say nothing else. */
function isSameBase(before: Blob, merged: Blob): boolean {
  const silent = (blob: Blob) => {
    const { platforms, ...rest } = withoutLocales(blob);
    const speaking = Object.entries(platforms as Blob).filter(([, said]) =>
      Object.values(said as Blob).some((value) => value !== undefined),
    );
    return { ...rest, platforms: Object.fromEntries(speaking) };
  };
  return isDeepStrictEqual(silent(before), silent(merged));
}

export type SubmittedLocale = LocalePlace & {
  readonly data: Blob;
  /** Further build targets whose clients get the builds of this one. */
  readonly aliases: readonly string[];
  readonly schemaVersion: number | null;
  readonly hashFunction: string | null;
};

/** Puts one locale into a release, in place of what there was of it; a release that there is not is made. */
export function putLocale(
  { release, builds }: Held,
  { name, product }: { name: string; product: string },
  submitted: SubmittedLocale,
): ReleaseChange {
  const base = release ? configured(release, []) : newRelease({ name, product }, submitted);
  const content = applicationOf(base);
  const { buildTarget, locale, data, hashFunction } = submitted;
  if (release && hashFunction !== null && hashFunction !== content.hashFunction) {
    const detail = `hashFunction "${hashFunction}" is not that of the release ${name}, "${content.hashFunction}"`;
    throw new Refusal("invalid", detail, { errors: [{ pointer: "/hashFunction", detail }] });
  }
  const blob = {
    name,
    schema_version: schemaFor(content, submitted.schemaVersion),
    hashFunction: content.hashFunction,
    platforms: { [buildTarget]: { locales: { [locale]: data } } },
  };
  const read = readBlob({ name, product, blob });
  const buildTargets = { ...content.buildTargets };
  for (const alias of submitted.aliases) buildTargets[alias] = { alias: buildTarget };
  const target = { ...base, content: { ...content, buildTargets }, builds: read.release.builds };
  return { operations: operationsTo({ release, builds }, target, "merge"), warnings: read.warnings };
}

function newRelease(
  given: { name: string; product: string },
  { schemaVersion, hashFunction }: SubmittedLocale,
): ConfiguredRelease {
  if (schemaVersion === null) {
    const detail = "schema_version is required: there is no such release yet";
    throw new Refusal("invalid", detail, { errors: [{ pointer: "/schema_version", detail }] });
  }
  const blob = { name: given.name, schema_version: schemaVersion, hashFunction, platforms: {} };
  return readBlob({ ...given, blob }).release;
}

function applicationOf({ name, content }: ConfiguredRelease): ApplicationContent {
  if (content.kind === "application") return content;
  throw new Refusal("invalid", `${name} is a release of kind ${content.kind}: it has no locales`);
}

/** The schema in which a locale is read: the one it is said to be in, if the release could be written in it. */
function schemaFor(content: ApplicationContent, given: number | null): number {
  const schema = given === null ? undefined : applicationSchemas.get(given);
  const isFit = schema?.dialect === content.dialect && schema.attributeOrder === content.attributeOrder;
  if (given !== null && isFit) return given;
  if (content.dialect === "gecko-1.8") return 1;
  return content.attributeOrder === "name" ? 9 : 4;
}

export function configured(
  { rowVersion: _, ...release }: Stored<"release">,
  builds: readonly Stored<"build">[],
): ConfiguredRelease {
  return { ...release, builds: builds.map(({ release: _of, rowVersion: _at, ...build }) => build) };
}

const settings = { throttle: 100, forceHosts: [], publicRead: false, rowVersion: 1 };

function operationsTo(
  { release, builds }: Held,
  target: ConfiguredRelease,
  mode: "merge" | "replace",
): Operation[] {
  const none = { product: [], channel: [], allowedDomain: [], rule: [], pin: [], shutOff: [], invariant: [] };
  const rest = {
    settings: {},
    products: [],
    channels: [],
    rules: [],
    pins: [],
    allowedDomains: [],
    shutOffs: [],
  };
  const kept = release && { readOnly: release.readOnly, comment: release.comment };
  const { operations, errors } = diffConfiguration(
    { ...none, settings: [settings], release: release ? [release] : [], build: builds },
    { ...rest, releases: [{ ...target, ...kept }] },
    { mode, base: "" },
  );
  if (errors.length > 0) throw new Refusal("invalid", "The release is not sound", { errors });
  return operations.map(({ operation }) => operation);
}
