import type { Metadata } from "next";
import Link from "next/link";

import { RevisionList } from "@/components/audit/revision-list";
import { Page } from "@/components/shell/page";
import { buttonStyle } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { listHistory } from "@/lib/history/service";

import { parameter, read } from "../reading";
import type { SearchParams } from "../reading";

export const metadata: Metadata = { title: "Audit" };

const atOnce = 50;

export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  const text = await parameter(searchParams, "before");
  const before = /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
  const found = await read((actor) => listHistory(actor, { before, limit: atOnce + 1 }));
  const revisions = found
    .slice(0, atOnce)
    .map(({ at, ...revision }) => ({ ...revision, at: at.toISOString() }));
  const last = found.length > atOnce ? revisions.at(-1)?.id : undefined;
  return (
    <Page>
      <PageHeader
        title="Audit"
        note="Every enacted change, for good: who, when, why, and each row before and after."
      />
      <Panel>
        <RevisionList revisions={revisions} />
      </Panel>
      <nav aria-label="Pages" className="mt-3 flex gap-2">
        {before !== null && (
          <Link href="/audit" className={buttonStyle()}>
            Newest
          </Link>
        )}
        {last !== undefined && (
          <Link href={`/audit?before=${String(last)}`} className={buttonStyle()}>
            Older
          </Link>
        )}
      </nav>
    </Page>
  );
}
