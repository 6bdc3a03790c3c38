import { GitCompareArrows } from "lucide-react";
import type { Metadata } from "next";

import { ImpactPanel } from "@/components/changes/impact-panel";
import { ChannelsForm } from "@/components/channels/channels-form";
import { DifferingRulesTable } from "@/components/channels/differing-rules-table";
import { PromotionPanel, type PromotionOptions, type Worked } from "@/components/channels/promotion-panel";
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

import { parameter, read } from "../reading";
import type { SearchParams } from "../reading";

export const metadata: Metadata = { title: "Compare channels" };

export default async function ChannelsPage({ searchParams }: { searchParams: SearchParams }) {
  const [{ products }, all] = await Promise.all([read(readView), read(listChannels)]);
  const asked = await readAsked(searchParams, products, all);
  const channels = all.filter(({ product }) => product === asked.product).map(({ name }) => name);
  const isComparable = asked.from !== asked.to;
  return (
    <Page>
      <PageHeader
        title="Compare channels"
        parent={{ href: "/overview", label: "Overview" }}
        note="What clients of two channels get differently; and how one gets exactly what was tested on the other."
      />
      <div className="grid gap-4">
        <Panel className="p-3">
          <ChannelsForm asked={asked} products={products} channels={channels} />
        </Panel>
        {isComparable ? (
          <Compared channels={asked} searchParams={searchParams} />
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
): Promise<TwoChannels> {
  const [named, from, to] = await Promise.all(
    ["product", "from", "to"].map((name) => parameter(searchParams, name)),
  );
  const product = products.find((one) => one === named) ?? products[0] ?? "";
  const channels = all.filter((channel) => channel.product === product).map(({ name }) => name);
  const tested = ["release", ...channels].find(
    (name) => channels.includes(name) && channels.includes(`${name}test`),
  );
  const usual = tested === undefined ? channels : [`${tested}test`, tested];
  return {
    product,
    from: channels.find((one) => one === from) ?? usual[0] ?? "",
    to: channels.find((one) => one === to) ?? usual[1] ?? usual[0] ?? "",
  };
}

type ComparedProps = { channels: TwoChannels; searchParams: SearchParams };

async function Compared({ channels, searchParams }: ComparedProps) {
  const [others, rate, promote] = await Promise.all(
    ["others", "rate", "promote"].map((name) => parameter(searchParams, name)),
  );
  const options = { others: others ?? "", rate: rate ?? "" };
  const differences = await read((actor) => compareChannels(actor, channels));
  const { revision, isSame, rules, answers } = differences;
  const asOf = /^[1-9]\d{0,8}$/.test(promote ?? "") ? Number(promote) : null;
  const worked = asOf === null ? null : await workOut(channels, options, asOf);
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
