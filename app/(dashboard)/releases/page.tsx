import type { Metadata } from "next";

import { ReleaseImport } from "@/components/releases/release-import";
import { ReleasesTable } from "@/components/releases/releases-table";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/ui/page-header";
import { shownVersion } from "@/lib/overview/lines";
import { readView } from "@/lib/overview/service";
import type { Rule } from "@/lib/rules/rule";

import { read } from "../reading";
import { importReleases, lookAtImport } from "./actions";

export const metadata: Metadata = { title: "Releases" };

export default async function ReleasesPage() {
  const { releases, rules, products } = await read(readView);
  const rulesOf = rulesByRelease(rules);
  const rows = releases.map((release) => ({
    name: release.name,
    product: release.product,
    kind: release.content.kind,
    version: shownVersion(release),
    readOnly: release.readOnly,
    comment: release.comment,
    builds: release.builds.length,
    rules: rulesOf.get(release.name) ?? [],
  }));
  return (
    <Page whole>
      <PageHeader
        title="Releases"
        note="What rules can map to: versions with their builds, notices and add-ons."
        actions={<ReleaseImport look={lookAtImport} submit={importReleases} />}
      />
      <ReleasesTable releases={rows} products={products} />
    </Page>
  );
}

function rulesByRelease(rules: readonly Rule[]): Map<string, { id: number; alias: string | null }[]> {
  const found = new Map<string, { id: number; alias: string | null }[]>();
  for (const { id, alias, mapping, fallbackMapping } of rules) {
    for (const name of new Set([mapping, fallbackMapping])) {
      if (name !== null) found.set(name, [...(found.get(name) ?? []), { id, alias }]);
    }
  }
  return found;
}
