import { ListChecks } from "lucide-react";
import type { Metadata } from "next";

import { ChangeSetTable } from "@/components/changes/change-set-table";
import { choice, number, text } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { ProductFilter } from "@/components/shell/product-filter";
import { buttonStyle } from "@/components/ui/button";
import { SearchField, SelectField } from "@/components/ui/field";
import { FilterForm } from "@/components/ui/filter-form";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { TabsNav } from "@/components/ui/tabs-nav";
import { holdsSomewhere } from "@/lib/access/can";
import { countInbox } from "@/lib/change-sets/service-inbox";
import { listChangeSets } from "@/lib/change-sets/service-read";
import { readView } from "@/lib/overview/service";

import { read, readAddress } from "../reading";
import type { SearchParams } from "../reading";
import { toListed } from "./shown";
import { readTab, tabs, type TabName } from "./tabs";

export const metadata: Metadata = { title: "Changes" };

const atOnce = 50;

type Asked = { product: string; author: string; q: string };

export default async function ChangesPage({ searchParams }: { searchParams: SearchParams }) {
  const { products } = await read(readView);
  const knows = {
    ...{ product: choice(products), author: text, q: text },
    ...{ before: number(), tab: choice(Object.keys(tabs)) },
  };
  const { before, tab: askedTab, ...asked } = await readAddress(searchParams, knows);
  const { tab, changeSets, next, counts } = await read(async (actor) => {
    const tab = readTab(askedTab, holdsSomewhere(actor.grants, "driver") ? "me" : "all");
    const { product, author, q } = asked;
    const listed = await listChangeSets(actor, {
      ...tabs[tab].filter(actor.email),
      product: product || undefined,
      author: author === "me" ? actor.email : author || undefined,
      text: q || undefined,
      before: Number(before) || null,
      limit: atOnce,
    });
    const changeSets = listed.changeSets.map((one) => toListed(actor, one));
    return { tab, changeSets, next: listed.next, counts: await countInbox(actor) };
  });
  const isFiltered = Object.values(asked).some(Boolean);
  return (
    <Page knows={knows}>
      <PageHeader
        title="Changes"
        note="Everything that alters what clients get: what waits, for whom, and what became of it."
        actions={<Filter asked={asked} tab={tab} products={products} isFiltered={isFiltered} />}
      />
      <TabsNav label="Which change sets" tabs={tabLinks(tab, asked, counts)} />
      <Panel className="rounded-t-none border-t-0">
        {changeSets.length > 0 ? (
          <ChangeSetTable changeSets={changeSets} />
        ) : (
          <None tab={tab} isFiltered={isFiltered} />
        )}
      </Panel>
      <nav aria-label="Pages" className="mt-3 flex gap-2">
        {before !== "" && (
          <Link href={addressOf(tab, asked)} className={buttonStyle()}>
            Newest
          </Link>
        )}
        {next !== null && (
          <Link href={addressOf(tab, asked, { before: String(next) })} className={buttonStyle()}>
            Older
          </Link>
        )}
      </nav>
    </Page>
  );
}

function addressOf(tab: TabName, asked: Asked, rest: Readonly<Record<string, string>> = {}): string {
  const given = Object.entries({ tab, ...asked, ...rest }).filter(([, value]) => value !== "");
  return `/changes?${new URLSearchParams(given).toString()}`;
}

function tabLinks(here: TabName, asked: Asked, counts: Readonly<Partial<Record<TabName, number>>>) {
  return (Object.keys(tabs) as TabName[]).map((name) => ({
    href: addressOf(name, asked),
    label: tabs[name].label,
    isHere: name === here,
    count: counts[name],
  }));
}

type FilterProps = { asked: Asked; tab: TabName; products: readonly string[]; isFiltered: boolean };

function Filter({ asked, tab, products, isFiltered }: FilterProps) {
  return (
    <FilterForm label="Change sets" keep={{ tab }} isFiltered={isFiltered}>
      <SearchField
        name="q"
        aria-label="Search reasons and authors"
        placeholder="Search"
        defaultValue={asked.q}
        className="w-48"
      />
      <ProductFilter products={products} defaultValue={asked.product} />
      <SelectField
        name="author"
        aria-label="Author"
        defaultValue={asked.author}
        options={[
          { value: "", label: "By anybody" },
          { value: "me", label: "By me" },
          ...(["", "me"].includes(asked.author)
            ? []
            : [{ value: asked.author, label: `By ${asked.author}` }]),
        ]}
      />
    </FilterForm>
  );
}

function None({ tab, isFiltered }: { tab: TabName; isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <Notice icon={<ListChecks />} title="No change set fits">
        Another filter may find it, or another tab.
      </Notice>
    );
  }
  const { title, text } = tabs[tab].none;
  return (
    <Notice
      icon={<ListChecks />}
      title={title}
      action={
        tab !== "all" && (
          <Link href="/changes?tab=all" className={buttonStyle()}>
            Look at all change sets
          </Link>
        )
      }
    >
      {text}
    </Notice>
  );
}
