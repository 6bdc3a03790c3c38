import type { Metadata } from "next";

import { RulesTable } from "@/components/rules/rules-table";
import { choice, number, text } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/ui/page-header";
import { ruleStates } from "@/components/rules/rule-filter";
import { namesOf, readView } from "@/lib/overview/service";
import { templates } from "@/lib/push/templates";
import { packRule } from "@/lib/rules/packed";
import { listChannels } from "@/lib/settings/service";

import { completeReleases } from "../completion-actions";
import { read } from "../reading";

export const metadata: Metadata = { title: "Rules" };

const knows = {
  ...{ q: text, state: choice(ruleStates), view: choice(["words"]), columns: text, rule: number() },
  ...{ panel: choice(["view", "edit", "new"]), template: choice(["blank"]) },
  task: choice(templates.map(({ name }) => name)),
};

export default async function RulesPage() {
  const [{ rules, releases, products }, channels] = await Promise.all([read(readView), read(listChannels)]);
  const names = channelsOf([...rules.map(({ channel }) => channel), ...channels.map(({ name }) => name)]);
  const mapped = new Set(rules.flatMap(({ mapping, fallbackMapping }) => [mapping, fallbackMapping]));
  return (
    <Page whole knows={{ ...knows, product: choice(products), channel: choice(names) }}>
      <PageHeader
        title="Rules"
        note="Of the rules that match a client, the one with the highest priority decides; of equals, the older."
      />
      <RulesTable
        packed={rules.map(packRule)}
        products={products}
        channels={names}
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
