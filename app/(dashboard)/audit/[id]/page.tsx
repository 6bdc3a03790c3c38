import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { RevisionView } from "@/components/audit/revision-view";
import { number, text } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { holdsSomewhere } from "@/lib/access/can";
import { readRevision } from "@/lib/history/service";
import { arrivalInWords } from "@/lib/nodes/arrival";
import { findArrival } from "@/lib/nodes/service";
import { namesOf, readView } from "@/lib/overview/service";

import { inWords } from "../../entries";
import { read, readAddress } from "../../reading";
import type { SearchParams } from "../../reading";

const knows = { builds: text, after: number() };

type Props = { params: Promise<{ id: string }>; searchParams: SearchParams };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Revision ${(await params).id}` };
}

export default async function RevisionPage({ params, searchParams }: Props) {
  const text = (await params).id;
  if (!/^[1-9]\d{0,8}$/.test(text)) notFound();
  const asked = await readAddress(searchParams, knows);
  const buildsOf = asked.builds || null;
  const after = Number(asked.after) || -1;
  const found = await read((actor) => readRevision(actor, { id: Number(text), buildsOf, after }));
  const { releases, revision: newest } = await read(readView);
  const names = namesOf(releases);
  const mayGoBack = await read((actor) => Promise.resolve(holdsSomewhere(actor.grants, "driver")));
  const arrival = await read((actor) => findArrival(actor, Number(text)));
  const { at, id, actor, source, reason, hash, previousHash, changeSetId } = found.revision;
  return (
    <Page knows={knows}>
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
