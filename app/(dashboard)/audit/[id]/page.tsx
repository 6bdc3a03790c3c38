import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { RevisionView } from "@/components/audit/revision-view";
import { Page } from "@/components/shell/page";
import { holdsSomewhere } from "@/lib/access/can";
import { readRevision } from "@/lib/history/service";
import { arrivalInWords } from "@/lib/nodes/arrival";
import { findArrival } from "@/lib/nodes/service";
import { namesOf, readView } from "@/lib/overview/service";

import { inWords } from "../../entries";
import { parameter, read } from "../../reading";
import type { SearchParams } from "../../reading";

type Props = { params: Promise<{ id: string }>; searchParams: SearchParams };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Revision ${(await params).id}` };
}

export default async function RevisionPage({ params, searchParams }: Props) {
  const text = (await params).id;
  if (!/^[1-9]\d{0,8}$/.test(text)) notFound();
  const buildsOf = (await parameter(searchParams, "builds")) || null;
  const after = Number(await parameter(searchParams, "after")) || -1;
  const found = await read((actor) => readRevision(actor, { id: Number(text), buildsOf, after }));
  const { releases, revision: newest } = await read(readView);
  const names = namesOf(releases);
  const mayGoBack = await read((actor) => Promise.resolve(holdsSomewhere(actor.grants, "driver")));
  const arrival = await read((actor) => findArrival(actor, Number(text)));
  const { at, id, actor, source, reason, hash, previousHash, changeSetId } = found.revision;
  return (
    <Page>
      <RevisionView
        revision={{
          id,
          at: at.toISOString(),
          actor,
          source,
          reason,
          hash,
          previousHash,
          isNewest: id >= newest,
          changeSet: changeSetId ?? null,
          arrival: arrival && arrivalInWords(arrival),
        }}
        mayGoBack={mayGoBack}
        builds={found.builds}
        buildsOf={buildsOf}
        entries={found.rows.map((row) => inWords(row, names))}
        next={found.next}
      />
    </Page>
  );
}
