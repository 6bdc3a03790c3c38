import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import { releaseSchema, type ReleaseContent } from "@/lib/releases/release";

import { applicationSchemas } from "./application-schemas";
import { isStorable } from "./check-release";
import { isObject, type Dump, type Placed } from "./dump";
import type { Place } from "./finding";
import { importApplication, type ImportedContent } from "./import-application";
import { contentImporters } from "./import-contents";
import { readPart } from "./read-part";
import { releaseRow, type ReleaseRow } from "./row";

const leftOut = "The release is left out";

/** A release with the place that it came from, for what is found out about it later. */
export type ImportedRelease = { readonly release: ConfiguredRelease; readonly blobPlace: Place };

/** Translates Balrog's releases, whichever of its schemas they are written in. */
export function importReleases(dump: Dump): ImportedRelease[] {
  const names = new Set<string>();
  return dump.releases.flatMap((placed) => {
    const imported = importRelease(placed, dump);
    if (!imported) return [];
    const { name } = imported.release;
    if (names.has(name)) {
      const what = `Another release is named ${name}`;
      placed.place.error(what, "Remove or rename one of them", leftOut);
      return [];
    }
    names.add(name);
    return [imported];
  });
}

function importRelease({ value, place }: Placed, dump: Dump): ImportedRelease | null {
  const bare = isObject(value) && "schema_version" in value;
  const row = readPart(releaseRow, bare ? { name: value["name"], blob: value } : value, place, {
    whole: leftOut,
  });
  if (!row) return null;
  const product = productOf(row, dump);
  if (product === null) {
    const what = `Nothing tells the product of ${row.name}`;
    place.inside("product").error(what, "Add product", leftOut);
    return null;
  }
  const blobPlace = bare ? place : place.inside("blob");
  const imported = importContent(row.blob, blobPlace);
  const release = imported && complete(row, product, imported, place);
  return release && isStorable(release, blobPlace) ? { release, blobPlace } : null;
}

function importContent(blob: Record<string, unknown>, place: Place): ImportedContent<ReleaseContent> | null {
  const version = Number(blob["schema_version"]);
  const application = applicationSchemas.get(version);
  if (application) return importApplication(blob, application, place);
  const importOther = contentImporters.get(version);
  if (importOther) {
    const content = importOther(blob, place);
    return content && { content, builds: [] };
  }
  const known = [...applicationSchemas.keys(), ...contentImporters.keys()].join(", ");
  const what = `There is no schema_version ${String(blob["schema_version"])}`;
  place.inside("schema_version").error(what, `Known are ${known}`, leftOut);
  return null;
}

function complete(
  row: ReleaseRow,
  product: string,
  { content, builds }: ImportedContent<ReleaseContent>,
  place: Place,
): ConfiguredRelease | null {
  const release = releaseSchema.safeParse({
    name: row.name,
    product,
    readOnly: row.read_only ?? false,
    content,
  });
  if (release.success) return { ...release.data, builds: [...builds] };
  for (const { path, message } of release.error.issues) {
    place.inside(...path).error(message, "Correct it", leftOut);
  }
  return null;
}

/** The public API serves blobs without their product: the list of releases or the rules tell it, or the name. */
function productOf({ name, product, blob }: ReleaseRow, dump: Dump): string | null {
  const said = product ?? blob["product"] ?? dump.products.get(name);
  if (typeof said === "string") return said;
  const rules = dump.rules.flatMap(({ value }) => (isObject(value) ? [value] : []));
  const mapping = rules.filter((rule) => rule["mapping"] === name || rule["fallbackMapping"] === name);
  const products = new Set(mapping.map((rule) => rule["product"]));
  const only = products.size === 1 ? [...products][0] : undefined;
  if (typeof only === "string") return only;
  const prefix = name.split("-")[0];
  return rules.some((rule) => rule["product"] === prefix) ? (prefix ?? null) : null;
}
