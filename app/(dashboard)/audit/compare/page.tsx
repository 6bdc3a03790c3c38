import { GitCompareArrows } from "lucide-react";
import type { Metadata } from "next";

import { CompareForm } from "@/components/audit/compare-form";
import { DifferenceList } from "@/components/audit/difference-list";
import { text } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { Alert } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { Refusal } from "@/lib/errors";
import { namesOf, readView } from "@/lib/overview/service";
import { diffConfigurations } from "@/lib/restore/service";

import { read, readAddress } from "../../reading";
import type { SearchParams } from "../../reading";
import { toDifferences } from "../differences";
import { readInstant } from "../instant";

export const metadata: Metadata = { title: "Compare" };

const knows = { from: text, to: text };

type Compared =
  ({ kind: "compared" } & Awaited<ReturnType<typeof diffConfigurations>>) | { kind: "wrong"; detail: string };

export default async function ComparePage({ searchParams }: { searchParams: SearchParams }) {
  const { from, to } = await readAddress(searchParams, knows);
  const view = await read(readView);
  const compared = from === "" ? null : await compare(from, to, view.revision);
  return (
    <Page knows={knows}>
      <PageHeader
        parent={{ href: "/audit", label: "Audit" }}
        title="Compare"
        note="What decides what clients get, at one time and at another."
      />
      <div className="grid gap-4">
        <Panel>
          <CompareForm from={from} to={to} />
        </Panel>
        {compared?.kind === "wrong" && <Alert>{compared.detail}</Alert>}
        {compared?.kind === "compared" && compared.differences.length === 0 && (
          <Panel>
            <Notice icon={<GitCompareArrows />} title="Nothing is different">
              Revision {compared.from} and revision {compared.to} decide alike.
            </Notice>
          </Panel>
        )}
        {compared?.kind === "compared" && compared.differences.length > 0 && (
          <DifferenceList
            title={`From revision ${String(compared.from)} to revision ${String(compared.to)}`}
            {...toDifferences(compared.differences, namesOf(view.releases))}
          />
        )}
      </div>
    </Page>
  );
}

async function compare(from: string, to: string, newest: number): Promise<Compared> {
  return read(async (actor): Promise<Compared> => {
    const [a, b] = [readInstant(from, newest), readInstant(to, newest)];
    if (a === null || b === null) {
      const detail = `“${a === null ? from : to}” is neither a revision nor a time such as 2026-11-26T09:30Z`;
      return { kind: "wrong", detail };
    }
    try {
      return { kind: "compared", ...(await diffConfigurations(actor, a, b)) };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== "not-found") throw error;
      return { kind: "wrong", detail: error.message };
    }
  });
}
