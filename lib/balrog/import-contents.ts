import type { z } from "zod";

import type { ReleaseContent } from "@/lib/releases/release";

import { usableAliases } from "./aliases";
import { bundleBlob, desupportBlob, jsonBlob, pluginsBlob, systemAddonsBlob, type AddonFiles } from "./blob";
import type { Place } from "./finding";
import { readPart } from "./read-part";
import { mapValues, withoutEntities } from "./text";

type Importer = (blob: unknown, place: Place) => ReleaseContent | null;

/** How blobs that are no applications are translated, by schema version. Null: it cannot be read. */
export const contentImporters: ReadonlyMap<number, Importer> = new Map<number, Importer>([
  [
    50,
    importer(desupportBlob, (blob) => ({
      kind: "desupport",
      detailsURL: withoutEntities(blob.detailsUrl),
      displayVersion: withoutEntities(blob.displayVersion),
    })),
  ],
  [
    1000,
    importer(pluginsBlob, (blob, place) => ({
      kind: "plugins",
      hashFunction: blob.hashFunction,
      addons: importAddons(blob.vendors, place.inside("vendors")),
    })),
  ],
  [
    4000,
    importer(bundleBlob, (blob) => ({
      kind: "bundle",
      products: blob.products ?? [],
      releases: blob.blobs ?? [],
    })),
  ],
  [
    5000,
    importer(systemAddonsBlob, (blob, place) => ({
      kind: "system-addons",
      hashFunction: blob.hashFunction ?? "sha512",
      uninstall: blob.uninstall ?? false,
      addons: importAddons(blob.addons ?? {}, place.inside("addons")),
    })),
  ],
  [
    10000,
    importer(jsonBlob, (blob) => ({
      kind: "json",
      version: blob.version,
      required: blob.required,
      hashFunction: blob.hashFunction,
      files: mapValues(blob.platforms, ({ fileUrl, hashValue }) => ({ url: fileUrl, hashValue })),
    })),
  ],
]);

function importer<Schema extends z.ZodType>(
  schema: Schema,
  translate: (blob: z.infer<Schema>, place: Place) => ReleaseContent,
): Importer {
  return (blob, place) => {
    const read = readPart(schema, blob, place, {
      whole: "The release is left out",
      separable: fileOf,
    });
    return read && translate(read, place);
  };
}

/** `vendors/<add-on>/platforms/<build target>`, `platforms/<build target>` */
function fileOf(path: readonly PropertyKey[]): number | null {
  const length = path.indexOf("platforms") + 2;
  return length >= 2 && path.length >= length ? length : null;
}

type AddonBlob = { readonly version: string; readonly platforms: AddonFiles };

function importAddons(addons: Readonly<Record<string, AddonBlob>>, place: Place) {
  return mapValues(addons, ({ version, platforms }, id) => ({
    version: withoutEntities(version),
    files: importFiles(platforms, place.inside(id, "platforms")),
  }));
}

function importFiles(platforms: AddonFiles, place: Place) {
  const aliases = usableAliases(
    (name) => {
      const file = platforms[name];
      return file && "alias" in file ? file.alias : null;
    },
    Object.keys(platforms),
    (name) => place.inside(name, "alias"),
  );
  const usable = Object.entries(platforms).filter(([name, file]) => !("alias" in file) || aliases.has(name));
  return mapValues(Object.fromEntries(usable), (file) =>
    "alias" in file ? { alias: file.alias } : importFile(file),
  );
}

function importFile(file: Exclude<AddonFiles[string], { alias: string }>) {
  return {
    url: withoutEntities(file.fileUrl),
    hashValue: file.hashValue,
    size: file.filesize,
    mirrorURLs: (file.mirrorUrls ?? []).map(withoutEntities),
  };
}
