import { GitCompareArrows, ShieldCheck, Undo2 } from "lucide-react";
import type { Metadata } from "next";

import { RecordCheck } from "@/components/audit/record-check";
import { RevisionFilter } from "@/components/audit/revision-filter";
import { RevisionList } from "@/components/audit/revision-list";
import { Page } from "@/components/shell/page";
import { buttonStyle } from "@/components/ui/button";
import { Deed } from "@/components/ui/deed";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { holdsSomewhere } from "@/lib/access/can";
import { listHistory } from "@/lib/history/service";
import { readView } from "@/lib/overview/service";
import { readVerification } from "@/lib/tasks/service";

import { read, type SearchParams } from "../reading";
import { toShownTask } from "../shown-task";
import { verifyRecord } from "./actions";
import { addressOf, knows, readAsked } from "./asked";

export const metadata: Metadata = { title: "Audit" };

const atOnce = 50;

export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  const { asked, filter, before } = await readAsked(searchParams);
  const [{ found, mayGoBack }, { products }, { newest, lastDone }] = await Promise.all([
    read(async (actor) => ({
      found: await listHistory(actor, { ...filter, before, limit: atOnce + 1 }),
      mayGoBack: holdsSomewhere(actor.grants, "driver"),
    })),
    read(readView),
    read(readVerification),
  ]);
  const revisions = found
    .slice(0, atOnce)
    .map(({ at, ...revision }) => ({ ...revision, at: at.toISOString() }));
  const last = found.length > atOnce ? revisions.at(-1)?.id : undefined;
  const isFiltered = Object.values(asked).some(Boolean);
  return (
    <Page knows={knows}>
      <PageHeader
        title="Audit"
        note="Every enacted change, for good: who, when, why, and each row before and after."
        actions={<Actions mayGoBack={mayGoBack} />}
      />
      <RecordCheck newest={newest && toShownTask(newest)} lastDone={lastDone && toShownTask(lastDone)} />
      <RevisionFilter asked={asked} products={products} />
      <Panel>
        <RevisionList revisions={revisions} isFiltered={isFiltered} mayGoBack={mayGoBack} />
      </Panel>
      <nav aria-label="Pages" className="mt-3 flex gap-2">
        {before !== null && (
          <Link href={addressOf(asked, {})} className={buttonStyle()}>
            Newest
          </Link>
        )}
        {last !== undefined && (
          <Link href={addressOf(asked, { before: String(last) })} className={buttonStyle()}>
            Older
          </Link>
        )}
      </nav>
    </Page>
  );
}

function Actions({ mayGoBack }: { mayGoBack: boolean }) {
  return (
    <>
      <Deed
        label={
          <>
            <ShieldCheck aria-hidden />
            Verify the record
          </>
        }
        fields={{}}
        send={verifyRecord}
      />
      <Link href="/audit/compare" className={buttonStyle()}>
        <GitCompareArrows aria-hidden />
        Compare
      </Link>
      {mayGoBack && (
        <Link href="/audit/back" className={buttonStyle()}>
          <Undo2 aria-hidden />
          Restore to a time
        </Link>
      )}
    </>
  );
}
