import { GitCompareArrows } from "lucide-react";
import type { Metadata } from "next";

import { ImpactPanel } from "@/components/changes/impact-panel";
import { ChannelsForm } from "@/components/channels/channels-form";
import { DifferingRulesTable } from "@/components/channels/differing-rules-table";
import { PromotionPanel, type PromotionOptions, type Worked } from "@/components/channels/promotion-panel";
import { choice, number, text } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { Refusal } from "@/lib/errors";
import { readView } from "@/lib/overview/service";
import type { TwoChannels } from "@/lib/push/mirror";
import { compareChannels, planPromotion } from "@/lib/push/service-channels";
import { listChannels } from "@/lib/settings/service";

import { read, readAddress } from "../reading";
import type { SearchParams } from "../reading";

export const metadata: Metadata = { title: "Compare channels" };

export default async function ChannelsPage({ searchParams }: { searchParams: SearchParams }) {
  const [{ products }, all] = await Promise.all([read(readView), read(listChannels)]);
  const { knows, channels, two, ...asked } = await readAsked(searchParams, products, all);
  const isComparable = two.from !== two.to;
  return (
    <Page knows={knows}>
      <PageHeader
        title="Compare channels"
        parent={{ href: "/overview", label: "Overview" }}
        note="What clients of two channels get differently; and how one gets exactly what was tested on the other."
      />
      <div className="grid gap-4">
        <Panel className="p-3">
          <ChannelsForm asked={two} products={products} channels={channels} />
        </Panel>
        {isComparable ? (
          <Compared channels={two} {...asked} />
        ) : (
          <Panel>
            <Notice icon={<GitCompareArrows />} title="There is nothing to compare">
              {channels.length < 2
                ? "Add a second channel to the product in the settings."
                : "Choose two different channels."}
            </Notice>
          </Panel>
        )}
      </div>
    </Page>
  );
}

/** What the address leaves out is chosen: a channel that has one for its tests, and that. */
async function readAsked(
  searchParams: SearchParams,
  products: readonly string[],
  all: readonly { product: string; name: string }[],
) {
  const named = await readAddress(searchParams, { product: choice(products) });
  const product = named.product || (products[0] ?? "");
  const channels = all.filter((channel) => channel.product === product).map(({ name }) => name);
  const tested = ["release", ...channels].find(
    (name) => channels.includes(name) && channels.includes(`${name}test`),
  );
  const usual = tested === undefined ? channels : [`${tested}test`, tested];
  const knows = {
    ...{ product: choice(products), from: choice(channels), to: choice(channels) },
    ...{ others: choice(["keep", "switch-off"]), rate: text, promote: number() },
  };
  const { from, to, others, rate, promote } = await readAddress(searchParams, knows);
  return {
    knows,
    channels,
    two: { product, from: from || (usual[0] ?? ""), to: to || (usual[1] ?? usual[0] ?? "") },
    options: { others, rate },
    promote: promote === "" ? null : Number(promote),
  };
}

type ComparedProps = {
  channels: TwoChannels;
  options: PromotionOptions;
  /** The revision as of which to work out what gives one channel what the other has; null: not asked for. */
  promote: number | null;
};

async function Compared({ channels, options, promote }: ComparedProps) {
  const differences = await read((actor) => compareChannels(actor, channels));
  const { revision, isSame, rules, answers } = differences;
  const worked = promote === null ? null : await workOut(channels, options, promote);
  return (
    <>
      {isSame && (
        <p>
          <Badge tone="good">
            Clients of {channels.from} and {channels.to} get the same
          </Badge>
        </p>
      )}
      <DifferingRulesTable rules={rules} channels={channels} />
      <ImpactPanel
        title="Answers"
        impact={answers}
        words={`client states get something else on ${channels.to}; where files come from is not compared`}
        changeSet={null}
      />
      {!isSame && (
        <PromotionPanel
          key={`${channels.product} ${channels.from} ${channels.to}`}
          channels={channels}
          revision={revision}
          options={options}
          worked={worked}
        />
      )}
    </>
  );
}

async function workOut(
  channels: TwoChannels,
  { others, rate }: PromotionOptions,
  asOf: number,
): Promise<Worked> {
  const isRate = /^\d{1,2}$|^100$/.test(rate);
  if (rate !== "" && !isRate) return { kind: "refused", detail: "Write the rate as a whole percentage" };
  return read(async (actor): Promise<Worked> => {
    try {
      const promotion = await planPromotion(actor, {
        ...channels,
        asOf,
        others: others === "keep" || others === "switch-off" ? others : undefined,
        rate: rate === "" ? undefined : Number(rate),
      });
      return { kind: "asked", promotion };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { kind: "refused", detail: error.message };
    }
  });
}
