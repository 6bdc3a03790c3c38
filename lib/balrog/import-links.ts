import type { AllowedDomain, ConfiguredRelease } from "@/lib/configuration/configuration";
import { compileAllowedDomains } from "@/lib/releases/allowed-domains";

import type { Place } from "./finding";
import type { ImportedRelease } from "./import-releases";

type Link = { readonly url: string; readonly path: readonly string[] };

/** Reports what releases lean on and do not find: hosts that are not allowed, and other releases. */
export function reportLinks(
  releases: readonly ImportedRelease[],
  known: ReadonlyMap<string, string>,
  domains: readonly AllowedDomain[],
): void {
  const allowed = compileAllowedDomains(domains);
  for (const { release, blobPlace } of releases) {
    const forbidden = linksOf(release).filter(({ url }) => !allowed(url, release.product));
    reportForbidden(release, forbidden, blobPlace);
    reportMissing(release, known, blobPlace);
  }
}

/** One finding per host: a forbidden host is usually that of every file. */
function reportForbidden({ name, product }: ConfiguredRelease, links: readonly Link[], place: Place): void {
  const byHost = new Map<string, Link[]>();
  for (const link of links) {
    const host = /^[a-z]+:\/\/[^/?#]*/i.exec(link.url)?.[0] ?? link.url;
    byHost.set(host, [...(byHost.get(host) ?? []), link]);
  }
  for (const [host, [first, ...others]] of byHost) {
    const more = others.length > 0 ? ` (and ${others.length} more of its URLs)` : "";
    place
      .inside(...(first?.path ?? []))
      .error(
        `${name}: ${host} is not allowed for ${product}${more}`,
        `Add it to the allowed domains of ${product}, or change the URL`,
        "The release is kept; patches from there are not served",
      );
  }
}

function linksOf({ content, builds }: ConfiguredRelease): Link[] {
  switch (content.kind) {
    case "application":
      return [...templateLinks(content.urlTemplates), ...builds.flatMap(buildLinks)];
    case "plugins":
    case "system-addons": {
      const level = content.kind === "plugins" ? "vendors" : "addons";
      return Object.entries(content.addons).flatMap(([id, { files }]) =>
        Object.entries(files).flatMap(([target, file]) => {
          const path = [level, id, "platforms", target];
          return "alias" in file ? [] : [file.url, ...file.mirrorURLs].map((url) => ({ url, path }));
        }),
      );
    }
    case "json":
      return Object.entries(content.files).map(([target, { url }]) => ({ url, path: ["platforms", target] }));
    case "desupport":
    case "bundle":
      return [];
  }
}

type Templates = Extract<ConfiguredRelease["content"], { kind: "application" }>["urlTemplates"];

function templateLinks(templates: Templates): Link[] {
  return Object.entries(templates).flatMap(([channel, { complete, partial }]) => {
    const distinct = new Set([...Object.values(complete), ...Object.values(partial)]);
    return [...distinct].map((template) => ({
      url: template.replace(/%\w+%/g, "x"),
      path: ["fileUrls", channel],
    }));
  });
}

function buildLinks({ buildTarget, locale, patches }: ConfiguredRelease["builds"][number]): Link[] {
  const path = ["platforms", buildTarget, "locales", locale];
  return patches.flatMap(({ url }) => (url === null ? [] : [{ url, path }]));
}

/** Neither stops anything: such a partial never applies, and a bundle skips what is not there. */
function reportMissing(
  { name, content, builds }: ConfiguredRelease,
  known: ReadonlyMap<string, string>,
  place: Place,
): void {
  const sources = new Set(builds.flatMap(({ patches }) => patches.map(({ from }) => from)));
  const gone = [...sources].filter((from) => from !== "*" && !known.has(from)).sort();
  if (gone.length > 0) {
    const what = `${name}: its patches from ${gone.join(", ")} never apply, because there is no such release`;
    place.inside("platforms").warning(what, "Add these releases for their build IDs", "They are kept");
  }
  const members = content.kind === "bundle" ? content.releases.filter((member) => !known.has(member)) : [];
  if (members.length > 0) {
    const what = `${name}: there is no release ${members.join(", ")}`;
    place.inside("blobs").warning(what, "Add them, or remove them here", "They are skipped");
  }
}
