import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { RowHistory } from "@/components/audit/row-history";
import { RuleView } from "@/components/rules/rule-view";
import { holdsSomewhere } from "@/lib/access/can";
import { readRowHistory } from "@/lib/history/service";
import { getRule, namesOf, readView } from "@/lib/overview/service";
import { ruleSentence } from "@/lib/rules/sentence";

import { read } from "../../reading";

type Props = { params: Promise<{ id: string }> };

function readId(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) notFound();
  return Number(text);
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Rule ${(await params).id}` };
}

export default async function RulePage({ params }: Props) {
  const id = readId((await params).id);
  const [rule, { releases }, past, grants] = await Promise.all([
    read((actor) => getRule(actor, id)),
    read(readView),
    read((actor) => readRowHistory(actor, "rule", String(id))),
    read((actor) => Promise.resolve(actor.grants)),
  ]);
  return (
    <RuleView rule={rule} sentence={ruleSentence(rule, namesOf(releases))}>
      <RowHistory
        wayBack={
          holdsSomewhere(grants, "driver")
            ? (revision) => `/audit/back?entity=rule&key=${String(id)}&to=${String(revision)}`
            : undefined
        }
        rows={past.map(({ revision, ...row }) => ({
          ...row,
          revision: { ...revision, at: revision.at.toISOString() },
        }))}
      />
    </RuleView>
  );
}
