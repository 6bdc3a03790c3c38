import type { Metadata } from "next";

import { ReleaseImport } from "@/components/releases/release-import";
import { ReleasesTable } from "@/components/releases/releases-table";
import { choice, text } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/ui/page-header";
import { sortings, uses } from "@/lib/overview/release-list";
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
  const knows = { q: text, product: choice(products), use: choice(uses), sort: choice(sortings) };
  return (
    <Page whole knows={knows}>
      <PageHeader
        title="Releases"
        note="What rules can map to: versions with their builds, notices and add-ons."
        actions={<ReleaseImport look={lookAtImport} submit={importReleases} />}
      />
      <ReleasesTable first={window} products={products} />
    </Page>
  );
}
