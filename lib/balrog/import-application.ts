import {
  releaseContentSchema,
  type ApplicationContent,
  type AttributeGroup,
  type Build,
  type Patch,
} from "@/lib/releases/release";

import { usableAliases } from "./aliases";
import type { ApplicationSchema } from "./application-schemas";
import { applicationBlob, type ApplicationBlob, type BuildBlob, type PatchBlob } from "./blob";
import type { Place } from "./finding";
import { importAttributes } from "./import-attributes";
import { importTemplates } from "./import-templates";
import { readPart } from "./read-part";
import { isSquashed, squashedBuildIDs } from "./squashed";
import { mapValues, withoutEntities } from "./text";

export type ImportedContent<Content> = { readonly content: Content; readonly builds: readonly Build[] };

/** Translates a blob of schema version 1 to 9. Null: it cannot be read. */
export function importApplication(
  blob: unknown,
  schema: ApplicationSchema,
  place: Place,
): ImportedContent<ApplicationContent> | null {
  const read = readPart(applicationBlob, blob, place, {
    whole: "The release is left out",
    separable: buildOf,
  });
  if (!read) return null;
  const builds = importBuilds(read, schema, place);
  const content = releaseContentSchema.parse({
    kind: "application",
    dialect: schema.dialect,
    attributeOrder: schema.attributeOrder,
    attributes: importAttributes(read, schema.attributes, "blob", place),
    attributeGroups: attributeGroups(read),
    oldClients: read.oldVersionSpecialCases ?? false,
    squashedFor: isSquashed(read.name) ? squashedBuildIDs : [],
    ...(read.hashFunction == null ? {} : { hashFunction: read.hashFunction }),
    ...importTemplates(read, builds),
    buildTargets: importBuildTargets(read, place),
  }) as ApplicationContent;
  if (read.fakePartials) {
    const what = "fakePartials has no effect: clients that insist on a partial are given none";
    place.inside("fakePartials").warning(what, "Nothing, if Balrog served these clients", "It is ignored");
  }
  reportUnserved(read, builds, place);
  return { content, builds };
}

/** `platforms/<build target>/locales/<locale>` */
function buildOf(path: readonly PropertyKey[]): number | null {
  return path[0] === "platforms" && path[2] === "locales" && path.length >= 4 ? 4 : null;
}

function importBuilds(blob: ApplicationBlob, schema: ApplicationSchema, place: Place): Build[] {
  return Object.entries(blob.platforms).flatMap(([buildTarget, platform]) => {
    const where = place.inside("platforms", buildTarget);
    if (platform.alias != null) {
      reportHidden(platform.locales, buildTarget, where);
      return [];
    }
    return Object.entries(platform.locales ?? {}).map(([locale, build]) => ({
      buildTarget,
      locale,
      buildID: build.buildID ?? platform.buildID ?? null,
      attributes: {
        ...importAttributes(build, schema.buildAttributes, "build", where.inside("locales", locale)),
        ...(schema.osUpdates && build.isOSUpdate ? { isOSUpdate: "true" } : {}),
      },
      patches: importPatches(build),
    }));
  });
}

function reportHidden(locales: unknown, buildTarget: string, place: Place): void {
  if (locales === undefined) return;
  const what = `${buildTarget} is an alias and has locales of its own, which are never served`;
  place.inside("locales").warning(what, "Remove the alias or the locales", "They are left out");
}

function importPatches(build: BuildBlob): Patch[] {
  const completes = [...(build.complete ? [build.complete] : []), ...(build.completes ?? [])];
  const partials = [...(build.partial ? [build.partial] : []), ...(build.partials ?? [])];
  return [
    ...completes.map((patch) => importPatch("complete", patch)),
    ...partials.map((patch) => importPatch("partial", patch)),
  ];
}

function importPatch(type: Patch["type"], patch: PatchBlob): Patch {
  const proof = patch.binTransInclusionProof;
  return {
    type,
    from: patch.from,
    size: patch.filesize,
    hashValue: patch.hashValue,
    hashFunction: null,
    url: patch.fileUrl == null ? null : withoutEntities(patch.fileUrl),
    attributes: proof == null ? {} : { binTransInclusionProof: proof },
  };
}

function attributeGroups(blob: ApplicationBlob): AttributeGroup[] {
  const groups = Array.isArray(blob.updateLine) ? blob.updateLine : [];
  return groups.map(({ for: conditions, fields }) => ({
    for: conditions,
    fields: mapValues(fields, withoutEntities),
  }));
}

function importBuildTargets(
  { platforms }: ApplicationBlob,
  place: Place,
): ApplicationContent["buildTargets"] {
  const aliases = usableAliases(
    (name) => platforms[name]?.alias ?? null,
    Object.keys(platforms),
    (name) => place.inside("platforms", name, "alias"),
  );
  return mapValues(platforms, ({ alias: said, OS_FTP, OS_BOUNCER }, name) => {
    const alias = aliases.get(name);
    if (alias !== undefined) return { alias };
    if (said != null) return {};
    return {
      ...(OS_FTP == null ? {} : { osFtp: OS_FTP }),
      ...(OS_BOUNCER == null ? {} : { osBouncer: OS_BOUNCER }),
    };
  });
}

/** Parts that a release may lack as long as nobody is to be updated to it. */
function reportUnserved(blob: ApplicationBlob, builds: Build[], place: Place): void {
  const served = builds.filter(({ patches }) => patches.length > 0);
  const remedy = "Add it, or map no rule to this release";
  if (served.length > 0 && blob.hashFunction == null) {
    const what = "hashFunction is missing";
    place.inside("hashFunction").warning(what, remedy, "sha512 is taken");
  }
  for (const { buildTarget, locale } of served.filter(({ buildID }) => buildID === null)) {
    place
      .inside("platforms", buildTarget, "locales", locale, "buildID")
      .warning("buildID is missing", remedy, "The build is never an update for the same version");
  }
}
