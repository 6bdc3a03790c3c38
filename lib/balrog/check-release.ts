import { checkBuild, checkRelease } from "@/lib/configuration/check-release";
import { compileHosts } from "@/lib/configuration/check-url";
import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import { acceptableFindings, type Report } from "@/lib/configuration/finding";

import type { Place } from "./finding";
import { versionOrderOf } from "./names";

const nothing = {
  products: new Map(),
  channels: [],
  releases: new Map(),
  rules: new Map(),
  pins: [],
  people: [],
  policies: [],
  allowedDomains: [],
  shutOffs: [],
};

/** Whether the service would store a release. Its hosts are another matter: they are only not served. */
export function isStorable(release: ConfiguredRelease, place: Place): boolean {
  let storable = true;
  const acceptable: readonly string[] = acceptableFindings;
  const report: Report = (severity, code, path, detail) => {
    if (severity !== "error" || acceptable.includes(code)) return;
    storable = false;
    place.error(`${release.name}: ${path.join("/")}: ${detail}`, "Correct it", "The release is left out");
  };
  const hosts = compileHosts([]);
  const { product, builds } = release;
  checkRelease(release, { order: versionOrderOf(product), hosts, world: nothing }, report);
  for (const build of builds) checkBuild(build, { product, hosts }, report);
  return storable;
}
