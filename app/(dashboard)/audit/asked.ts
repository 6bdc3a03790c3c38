import type { AskedRevisions } from "@/components/audit/revision-filter";
import { sources } from "@/lib/audit/source";
import type { RevisionFilter } from "@/lib/history/service";

import { parameter, type SearchParams } from "../reading";

const names = [
  ...(["q", "actor", "entity", "key", "product", "channel", "source", "from", "to"] as const),
  "changeSet",
] as const;

/** What an address asks for; what makes no sense is left out, with a hint. */
export async function readAsked(
  searchParams: SearchParams,
): Promise<{ asked: AskedRevisions; filter: RevisionFilter; hints: string[] }> {
  const entries = await Promise.all(
    names.map(async (name) => [name, (await parameter(searchParams, name)).slice(0, 500)] as const),
  );
  const asked = Object.fromEntries(entries) as AskedRevisions;
  const hints: string[] = [];
  const day = (name: "from" | "to", plus: number) => {
    const text = asked[name];
    const time = Date.parse(text);
    if (text === "") return undefined;
    if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(time)) {
      hints.push(`“${text}” is no day: it is ignored. Write one such as 2026-11-26.`);
      return undefined;
    }
    return new Date(time + plus);
  };
  const source = sources.find((one) => one === asked.source);
  if (asked.source !== "" && !source) hints.push(`Nothing comes through “${asked.source}”: it is ignored.`);
  const changeSet = /^[1-9]\d{0,8}$/.test(asked.changeSet) ? Number(asked.changeSet) : undefined;
  const filter = {
    actor: asked.actor || undefined,
    entity: asked.entity || undefined,
    key: asked.key || undefined,
    product: asked.product || undefined,
    channel: asked.channel || undefined,
    reason: asked.q || undefined,
    source,
    changeSet,
    from: day("from", 0),
    to: day("to", 86_400_000),
  };
  return { asked, filter, hints };
}

/** An address of the list with what is asked for, and more. */
export function addressOf(asked: AskedRevisions, rest: Readonly<Record<string, string>>): string {
  const given = Object.entries({ ...asked, ...rest }).filter(([, value]) => value !== "");
  const query = new URLSearchParams(given).toString();
  return query === "" ? "/audit" : `/audit?${query}`;
}
