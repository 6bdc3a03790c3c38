import type { Metadata } from "next";

import { ReleaseImport } from "@/components/releases/release-import";
import { ReleasesTable } from "@/components/releases/releases-table";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/ui/page-header";
import { readReleaseWindow } from "@/lib/overview/service-releases";

import { read } from "../reading";
import type { SearchParams } from "../reading";
import { importReleases, lookAtImport } from "./actions";

export const metadata: Metadata = { title: "Releases" };

export default async function ReleasesPage({ searchParams }: { searchParams: SearchParams }) {
  const asked = await searchParams;
  const { window, products } = await read((actor) =>
    readReleaseWindow(actor, (name) =>
      name !== "from" && typeof asked[name] === "string" ? asked[name] : "",
    ),
  );
  return (
    <Page whole>
      <PageHeader
        title="Releases"
        note="What rules can map to: versions with their builds, notices and add-ons."
        actions={<ReleaseImport look={lookAtImport} submit={importReleases} />}
      />
      <ReleasesTable first={window} products={products} />
    </Page>
  );
}
