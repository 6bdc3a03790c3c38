import type { Metadata } from "next";

import { RulesTable } from "@/components/rules/rules-table";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/ui/page-header";
import { namesOf, readView } from "@/lib/overview/service";
import { ruleSentence } from "@/lib/rules/sentence";

import { read } from "../reading";

export const metadata: Metadata = { title: "Rules" };

export default async function RulesPage() {
  const { rules, releases, products } = await read(readView);
  const names = namesOf(releases);
  const rows = rules.map((rule) => ({ ...rule, sentence: ruleSentence(rule, names) }));
  return (
    <Page whole>
      <PageHeader
        title="Rules"
        note="Of the rules that match a client, the one with the highest priority decides; of equals, the older."
      />
      <RulesTable rules={rows} products={products} channels={channelsOf(rules)} />
    </Page>
  );
}

/** The channels that rules name, without the patterns. */
function channelsOf(rules: readonly { channel: string | null }[]): string[] {
  const channels = rules.map(({ channel }) => channel?.replace(/\*$/, "") ?? "");
  return [...new Set(channels)].filter(Boolean).sort();
}
