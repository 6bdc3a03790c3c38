import type { ConfiguredRelease } from "@/lib/configuration/configuration";
import { applicationVersion } from "@/lib/releases/release";
import type { NamedReleases } from "@/lib/rules/sentence";

/** What sentences about rules call their releases. */
export function releaseNames(releases: readonly ConfiguredRelease[]): NamedReleases {
  const entries = releases.map(({ name, product, content }) => {
    const version =
      content.kind === "application" ? applicationVersion(content.dialect, content.attributes) : null;
    return [name, { product, kind: content.kind, version }] as const;
  });
  return Object.fromEntries(entries);
}
