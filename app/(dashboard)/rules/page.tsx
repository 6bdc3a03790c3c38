import type { Metadata } from "next";

import { RulesTable } from "@/components/rules/rules-table";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/ui/page-header";
import { namesOf, readView } from "@/lib/overview/service";
import { packRule } from "@/lib/rules/packed";
import { listChannels } from "@/lib/settings/service";

import { completeReleases } from "../completion-actions";
import { read } from "../reading";

export const metadata: Metadata = { title: "Rules" };

export default async function RulesPage() {
  const [{ rules, releases, products }, channels] = await Promise.all([read(readView), read(listChannels)]);
  const mapped = new Set(rules.flatMap(({ mapping, fallbackMapping }) => [mapping, fallbackMapping]));
  return (
    <Page whole>
      <PageHeader
        title="Rules"
        note="Of the rules that match a client, the one with the highest priority decides; of equals, the older."
      />
      <RulesTable
        packed={rules.map(packRule)}
        products={products}
        channels={channelsOf([...rules.map(({ channel }) => channel), ...channels.map(({ name }) => name)])}
        named={namesOf(releases.filter(({ name }) => mapped.has(name)))}
        complete={completeReleases}
      />
    </Page>
  );
}

/** The channels that there are or that rules name, without the patterns. */
function channelsOf(names: readonly (string | null)[]): string[] {
  const channels = names.map((name) => name?.replace(/\*$/, "") ?? "");
  return [...new Set(channels)].filter(Boolean).sort();
}
