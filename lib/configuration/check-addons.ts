import type { AddonFile, PluginsContent, SystemAddonsContent } from "@/lib/releases/release";

import { checkUrl, type Hosts, type Path } from "./check-url";
import type { Report } from "./finding";

type AddonFiles = PluginsContent["addons"][string]["files"];

export function checkAddons(
  { addons }: PluginsContent | SystemAddonsContent,
  place: { product: string; hosts: Hosts },
  report: Report,
): void {
  for (const [id, { files }] of Object.entries(addons)) {
    for (const [target, file] of Object.entries(files)) {
      const path = ["content", "addons", id, "files", target];
      if ("alias" in file) checkFileAlias(files, target, path, report);
      else checkFile(file, path, place, report);
    }
  }
}

function checkFileAlias(files: AddonFiles, target: string, path: Path, report: Report): void {
  const aliasOf = (name: string) => {
    const file = files[name];
    return file && "alias" in file ? file.alias : undefined;
  };
  const alias = aliasOf(target) ?? "";
  checkAlias(target, alias, aliasOf, (detail) => {
    report("error", "alias-cycle", [...path, "alias"], detail);
  });
  if (files[alias] !== undefined) return;
  const detail = `There is no file for "${alias}": clients of ${target} get nothing`;
  report("warning", "alias-to-nothing", [...path, "alias"], detail);
}

function checkFile(
  { url, mirrorURLs }: AddonFile,
  path: Path,
  place: { product: string; hosts: Hosts },
  report: Report,
): void {
  checkUrl(url, [...path, "url"], place, report);
  for (const [index, mirror] of mirrorURLs.entries()) {
    checkUrl(mirror, [...path, "mirrorURLs", index], place, report);
  }
}

/** Calls `onCycle` when a name that stands for another stands, in the end, for itself. */
export function checkAlias(
  name: string,
  alias: string,
  aliasOf: (name: string) => string | undefined,
  onCycle: (detail: string) => void,
): void {
  const passed = new Set([name]);
  for (let at: string | undefined = alias; at !== undefined; at = aliasOf(at)) {
    if (at === name) {
      onCycle(`"${name}" stands for itself, by way of "${alias}": name builds that exist`);
      return;
    }
    if (passed.has(at)) return;
    passed.add(at);
  }
}
