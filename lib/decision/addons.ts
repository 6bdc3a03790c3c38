import type { AddonFile, PluginsContent, SystemAddonsContent } from "@/lib/releases/release";
import { own } from "@/lib/releases/urls";

import type { Addon, CompiledRelease } from "./decision";
import type { Snapshot } from "./snapshot";
import type { Trace } from "./trace";

type Asking = {
  readonly snapshot: Snapshot;
  readonly query: { readonly product: string; readonly buildTarget: string };
  readonly trace: Trace | null;
};

/** The add-ons of a release that have a file for the client, sorted by id. */
export function applicableAddons(
  release: CompiledRelease,
  content: PluginsContent | SystemAddonsContent,
  asking: Asking,
): Addon[] {
  return Object.entries(content.addons)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([id, { version, files }]) => {
      const file = fileFor(files, asking.query.buildTarget);
      const says = whyDropped(file, asking) ?? file?.url ?? "";
      const taken = says === file?.url;
      asking.trace?.steps.push({ step: "addon", release: release.release.name, id, taken, says });
      return file && taken ? [toAddon({ id, version }, content, file, asking)] : [];
    });
}

function whyDropped(file: AddonFile | null, { snapshot, query }: Asking): string | null {
  if (!file) return `has no file for ${query.buildTarget}`;
  if (snapshot.isAllowed(file.url, query.product)) return null;
  return `its host is not allowed for ${query.product}: ${file.url}`;
}

/** The file for a build target, its alias resolved, else the default one. */
function fileFor(files: PluginsContent["addons"][string]["files"], buildTarget: string): AddonFile | null {
  const found = own(files, buildTarget);
  if (!found) return fileOnly(own(files, "default"));
  return "alias" in found ? fileOnly(own(files, found.alias)) : found;
}

/** Clients know of mirrors only for plugins. */
function toAddon(
  { id, version }: Pick<Addon, "id" | "version">,
  { kind, hashFunction }: PluginsContent | SystemAddonsContent,
  { url, hashValue, size, mirrorURLs }: AddonFile,
  { snapshot, query }: Asking,
): Addon {
  const mirrors =
    kind === "plugins" ? mirrorURLs.filter((mirror) => snapshot.isAllowed(mirror, query.product)) : [];
  return { id, url, hashFunction, hashValue, size, version, mirrorURLs: mirrors };
}

function fileOnly(found: AddonFile | { alias: string } | undefined): AddonFile | null {
  return found && !("alias" in found) ? found : null;
}
