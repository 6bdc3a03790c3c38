import type { AskedRevisions } from "@/components/audit/revision-filter";
import { choice, day, number, text } from "@/components/shell/asked";
import { sources } from "@/lib/audit/source";
import { entities } from "@/lib/changes/row";
import type { RevisionFilter } from "@/lib/history/service";

import { readAddress, type SearchParams } from "../reading";

export const knows = {
  ...{ q: text, actor: text, entity: choice(entities), key: text, product: text, channel: text },
  ...{ source: choice(sources), from: day, to: day, changeSet: number(), before: number() },
};

const oneDay = 86_400_000;

/** What an address asks for. `before`: only what is older than that revision. */
export async function readAsked(
  searchParams: SearchParams,
): Promise<{ asked: AskedRevisions; filter: RevisionFilter; before: number | null }> {
  const { before, ...asked } = await readAddress(searchParams, knows);
  const said = (name: "actor" | "entity" | "key" | "product" | "channel" | "q") => asked[name] || undefined;
  const filter = {
    actor: said("actor"),
    entity: said("entity"),
    key: said("key"),
    product: said("product"),
    channel: said("channel"),
    reason: said("q"),
    source: sources.find((one) => one === asked.source),
    changeSet: asked.changeSet === "" ? undefined : Number(asked.changeSet),
    from: asked.from === "" ? undefined : new Date(asked.from),
    to: asked.to === "" ? undefined : new Date(Date.parse(asked.to) + oneDay),
  };
  return { asked, filter, before: before === "" ? null : Number(before) };
}

/** An address of the list with what is asked for, and more. */
export function addressOf(asked: AskedRevisions, rest: Readonly<Record<string, string>>): string {
  const given = Object.entries({ ...asked, ...rest }).filter(([, value]) => value !== "");
  const query = new URLSearchParams(given).toString();
  return query === "" ? "/audit" : `/audit?${query}`;
}
