import type { ApplicationContent, Build, Patch } from "@/lib/releases/release";

import { applicationSchemas, type ApplicationSchema } from "./application-schemas";
import { exportTemplates } from "./export-templates";
import type { Place } from "./finding";
import { isSquashed } from "./squashed";
import { mapValues, withEntities } from "./text";

export type Application = {
  readonly name: string;
  readonly content: ApplicationContent;
  readonly builds: readonly Build[];
};

/** The blob of an application, without its name. */
export function exportApplication(application: Application, place: Place): Record<string, unknown> {
  const { name, content, builds } = application;
  const [version, schema] = chooseSchema(application);
  reportLost(application, place);
  return {
    schema_version: version,
    hashFunction: content.hashFunction,
    ...exportAttributes(content.attributes, schema.attributes, place.inside("attributes")),
    ...(content.oldClients ? { oldVersionSpecialCases: true } : {}),
    ...(version === 9 ? { updateLine: exportGroups(content) } : {}),
    ...exportTemplates(content, version, place),
    platforms: exportBuildTargets({ name, content, builds }, version, schema, place),
  };
}

function chooseSchema({ content, builds }: Application): [number, ApplicationSchema] {
  const version = chooseVersion(content, builds);
  const schema = applicationSchemas.get(version);
  if (!schema) throw new Error(`There is no application schema ${version}`);
  return [version, schema];
}

/** Versions that differ in their attributes only, the oldest first. */
const byAttributes = [4, 5, 8];

function chooseVersion(content: ApplicationContent, builds: readonly Build[]): number {
  if (content.dialect === "gecko-1.8") return 1;
  if (content.attributeOrder === "name" || content.attributeGroups.length > 0) return 9;
  const names = [content.filenames, content.bouncerProducts];
  if (names.some(({ complete, partial }) => Object.keys({ ...complete, ...partial }).length > 0)) return 3;
  const used = Object.keys(content.attributes);
  const osUpdates = builds.some(({ attributes }) => "isOSUpdate" in attributes);
  const fits = (version: number) => {
    const schema = applicationSchemas.get(version);
    const known = new Set(Object.values(schema?.attributes ?? {}));
    return used.every((name) => known.has(name)) && (schema?.osUpdates === true || !osUpdates);
  };
  return byAttributes.find(fits) ?? 8;
}

function exportAttributes(
  attributes: Readonly<Record<string, string>>,
  names: Readonly<Record<string, string>>,
  place: Place,
): Record<string, string> {
  const balrogs = new Map(Object.entries(names).map(([balrog, ours]) => [ours, balrog]));
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => {
      const balrog = balrogs.get(name);
      if (balrog !== undefined) return [[balrog, withEntities(value)]];
      place.inside(name).error(`Balrog has no place for ${name}`, "Do without it", "It is left out");
      return [];
    }),
  );
}

function exportGroups({ attributeGroups }: ApplicationContent): unknown[] {
  return attributeGroups.map(({ for: conditions, fields }) => ({
    for: conditions,
    fields: mapValues(fields, withEntities),
  }));
}

type ExportedTarget = {
  alias?: string;
  OS_FTP?: string;
  OS_BOUNCER?: string;
  locales: Record<string, unknown>;
};

function exportBuildTargets(
  { content, builds }: Application,
  version: number,
  schema: ApplicationSchema,
  place: Place,
): Record<string, unknown> {
  const targets = new Map<string, ExportedTarget>();
  for (const [name, { alias, osFtp, osBouncer }] of Object.entries(content.buildTargets)) {
    targets.set(name, {
      ...(alias === undefined ? {} : { alias }),
      ...(osFtp === undefined ? {} : { OS_FTP: osFtp }),
      ...(osBouncer === undefined ? {} : { OS_BOUNCER: osBouncer }),
      locales: {},
    });
  }
  for (const build of builds) {
    const target = targets.get(build.buildTarget) ?? { locales: {} };
    targets.set(build.buildTarget, target);
    target.locales[build.locale] = exportBuild(build, version, schema, place);
  }
  return Object.fromEntries(
    [...targets].map(([name, { locales, ...target }]) => [
      name,
      "alias" in target ? target : { ...target, locales },
    ]),
  );
}

function exportBuild(
  { buildTarget, locale, buildID, attributes, patches }: Build,
  version: number,
  schema: ApplicationSchema,
  place: Place,
): Record<string, unknown> {
  const { isOSUpdate, ...others } = attributes;
  const where = place.inside("builds", `${buildTarget} ${locale}`);
  return {
    ...(buildID === null ? {} : { buildID }),
    ...exportAttributes(others, schema.buildAttributes, where.inside("attributes")),
    ...(isOSUpdate === undefined ? {} : { isOSUpdate: isOSUpdate === "true" }),
    ...(version === 1 ? onePatchEach(patches, where) : manyPatches(patches)),
  };
}

function onePatchEach(patches: readonly Patch[], place: Place): Record<string, unknown> {
  const { completes, partials } = manyPatches(patches);
  if (completes.length > 1 || partials.length > 1) {
    const what = "Balrog's first schema has one complete and one partial";
    place.inside("patches").error(what, "Remove the others", "Only the first of each is kept");
  }
  return {
    ...(completes.length > 0 ? { complete: completes[0] } : {}),
    ...(partials.length > 0 ? { partial: partials[0] } : {}),
  };
}

function manyPatches(patches: readonly Patch[]) {
  return {
    completes: patches.filter(({ type }) => type === "complete").map(exportPatch),
    partials: patches.filter(({ type }) => type === "partial").map(exportPatch),
  };
}

function exportPatch({ from, size, hashValue, url, attributes }: Patch): Record<string, unknown> {
  return {
    from,
    filesize: size,
    hashValue,
    ...(url === null ? {} : { fileUrl: withEntities(url) }),
    ...attributes,
  };
}

function reportLost({ name, content, builds }: Application, place: Place): void {
  if (content.squashedFor.length > 0 && !isSquashed(name)) {
    const what = "Balrog squashes the answers of another release only";
    place.inside("squashedFor").error(what, "Nothing, if these clients are gone", "It is left out");
  }
  const patches = builds.flatMap((build) => build.patches);
  if (patches.some(({ hashFunction }) => hashFunction !== null && hashFunction !== content.hashFunction)) {
    const what = "Balrog has one hash function for all patches of a release";
    place.inside("hashFunction").error(what, "Use one hash function", `${content.hashFunction} is written`);
  }
}
