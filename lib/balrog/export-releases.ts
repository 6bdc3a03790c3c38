import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import type { AddonFile, PluginsContent } from "@/lib/releases/release";

import { exportApplication } from "./export-application";
import type { Place } from "./finding";
import { mapValues, withEntities } from "./text";

/** One release as Balrog's row, its blob in the oldest schema version that holds all of it. */
export function exportRelease(release: ConfiguredRelease, place: Place): Record<string, unknown> {
  const { name, product, readOnly } = release;
  const blob = { name, ...exportContent(release, place.inside("content")) };
  return { name, product, ...(readOnly ? { read_only: true } : {}), blob };
}

function exportContent({ name, content, builds }: ConfiguredRelease, place: Place): Record<string, unknown> {
  switch (content.kind) {
    case "application":
      return exportApplication({ name, content, builds }, place);
    case "desupport":
      return {
        schema_version: 50,
        detailsUrl: withEntities(content.detailsURL),
        displayVersion: withEntities(content.displayVersion),
      };
    case "plugins": {
      const { hashFunction, addons } = content;
      return { schema_version: 1000, hashFunction, vendors: mapValues(addons, exportAddon) };
    }
    case "bundle":
      return { schema_version: 4000, products: content.products, blobs: content.releases };
    case "system-addons": {
      const { hashFunction, uninstall, addons } = content;
      return { schema_version: 5000, hashFunction, uninstall, addons: mapValues(addons, exportAddon) };
    }
    case "json": {
      const { version, required, hashFunction } = content;
      const platforms = mapValues(content.files, ({ url, hashValue }) => ({ fileUrl: url, hashValue }));
      return { schema_version: 10000, version, required, hashFunction, platforms };
    }
  }
}

function exportAddon({ version, files }: PluginsContent["addons"][string]): Record<string, unknown> {
  return { version: withEntities(version), platforms: mapValues(files, exportFile) };
}

function exportFile(file: AddonFile | { alias: string }): Record<string, unknown> {
  if ("alias" in file) return { alias: file.alias };
  const { url, size, hashValue, mirrorURLs } = file;
  return {
    fileUrl: withEntities(url),
    filesize: size,
    hashValue,
    ...(mirrorURLs.length > 0 ? { mirrorUrls: mirrorURLs.map(withEntities) } : {}),
  };
}
