import type { AddonFile, PluginsContent, SystemAddonsContent } from "@/lib/releases/release";
import { own } from "@/lib/releases/urls";

import type { CompiledRelease } from "./compiled-release";
import type { Snapshot } from "./snapshot";
import type { Trace } from "./trace";

/** One <addon> of an answer. */
export type Addon = {
  readonly id: string;
  readonly url: string;
  readonly hashFunction: string;
  readonly hashValue: string;
  readonly size: number;
  readonly version: string;
  readonly mirrorURLs: readonly string[];
};

type Asking = { readonly product: string; readonly buildTarget: string };

/** The add-ons of a release that have a file for the client, sorted by id. */
export function applicableAddons(
  snapshot: Snapshot,
  { release }: CompiledRelease,
  content: PluginsContent | SystemAddonsContent,
  query: Asking,
  trace: Trace | null,
): Addon[] {
  const note = (id: string, taken: boolean, says: string) =>
    trace?.steps.push({ step: "addon", release: release.name, id, taken, says });
  return Object.keys(content.addons)
    .sort()
    .flatMap((id) => {
      const addon = content.addons[id];
      const file = addon && fileFor(addon.files, query.buildTarget);
      if (!file) {
        note(id, false, `has no file for ${query.buildTarget}`);
        return [];
      }
      if (!snapshot.isAllowed(file.url, query.product)) {
        note(id, false, `its host is not allowed for ${query.product}: ${file.url}`);
        return [];
      }
      note(id, true, file.url);
      const mirrorURLs = file.mirrorURLs.filter((url) => snapshot.isAllowed(url, query.product));
      const { url, hashValue, size } = file;
      return [
        { id, url, hashFunction: content.hashFunction, hashValue, size, version: addon.version, mirrorURLs },
      ];
    });
}

/** The file for a build target, its alias resolved, else the default one. */
function fileFor(files: PluginsContent["addons"][string]["files"], buildTarget: string): AddonFile | null {
  const found = own(files, buildTarget);
  if (!found) return fileOnly(own(files, "default"));
  return "alias" in found ? fileOnly(own(files, found.alias)) : found;
}

function fileOnly(found: AddonFile | { alias: string } | undefined): AddonFile | null {
  return found && !("alias" in found) ? found : null;
}
