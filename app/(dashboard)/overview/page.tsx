import type { Metadata } from "next";

import type { ListedRevision } from "@/components/audit/revision-list";
import { RevisionList } from "@/components/audit/revision-list";
import { Figures } from "@/components/overview/figures";
import type { Figure } from "@/components/overview/figures";
import { Inbox } from "@/components/overview/inbox";
import type { InboxItem } from "@/components/overview/inbox";
import { RollOuts } from "@/components/overview/roll-outs";
import { ServedTable } from "@/components/overview/served-table";
import type { LastChange, ShownProduct } from "@/components/overview/served-table";
import { nothing } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { TaskPanel } from "@/components/tasks/task-panel";
import { buttonStyle } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import type { Person } from "@/lib/access/role";
import { readInbox } from "@/lib/change-sets/service-inbox";
import type { ChangeSetSummary } from "@/lib/change-sets/service-read";
import { listHistory, readLastChanges } from "@/lib/history/service";
import type { RevisionHead } from "@/lib/history/service";
import { namesOf, readServed, readView } from "@/lib/overview/service";
import type { View } from "@/lib/overview/service";
import { ruleSentence } from "@/lib/rules/sentence";
import { listTasks } from "@/lib/tasks/service";

import { read } from "../reading";
import { toShownTask } from "../shown-task";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage() {
  const [view, products, inbox, newest, tasks] = await Promise.all([
    read(readView),
    read(readShown),
    read((actor) => readInbox(actor, new Date())),
    read((actor) => listHistory(actor, { before: null, limit: 5 })),
    read(listTasks),
  ]);
  return (
    <Page knows={nothing}>
      <PageHeader
        title="Overview"
        note="What an ordinary client of each channel is offered now."
        actions={
          <Link href="/channels" className={buttonStyle({ size: "normal" })}>
            Compare and promote channels
          </Link>
        }
      />
      <div className="grid gap-4 min-[1600px]:grid-cols-[minmax(0,1fr)_20rem] min-[1600px]:items-start">
        <div className="min-[1600px]:order-last">
          <Inbox
            lists={{
              forMe: inbox.forMe.map(inboxItem),
              forOthers: inbox.forOthers.map(inboxItem),
              due: inbox.due.map(dueItem),
              failed: inbox.failed.map(inboxItem),
            }}
          />
        </div>
        <div className="grid min-w-0 gap-4">
          <TaskPanel tasks={tasks.map(toShownTask)} />
          <Figures figures={figuresOf(view)} />
          <Panel>{products.length === 0 ? <NoProducts /> : <ServedTable products={products} />}</Panel>
          <div className="grid items-start gap-4 xl:grid-cols-2">
            <RollOuts rules={rollOuts(view)} />
            <Panel title="Newest revisions">
              <RevisionList revisions={newest.map(listed)} />
            </Panel>
          </div>
        </div>
      </div>
    </Page>
  );
}

function NoProducts() {
  return (
    <Notice title="No products yet">
      Bring a configuration over with <code>aus import snippets</code>, <code>aus import balrog</code> or{" "}
      <code>aus import</code>.
    </Notice>
  );
}

function inboxItem({ id, reason, author, requirements, updatedAt, failure }: ChangeSetSummary): InboxItem {
  return {
    ...{ id, reason, author, failure },
    at: updatedAt.toISOString(),
    requirements: requirements.map(({ role, product, count, given }) => ({ role, product, count, given })),
  };
}

function dueItem(set: ChangeSetSummary): InboxItem {
  const next = set.steps.find(({ state }) => state === "pending")?.at ?? set.updatedAt;
  return { ...inboxItem(set), at: next.toISOString(), requirements: [] };
}

function listed({ at, ...revision }: Omit<ListedRevision, "at"> & { at: Date }): ListedRevision {
  return { ...revision, at: at.toISOString() };
}

function figuresOf({ rules, releases, shutOffs, products }: View): Figure[] {
  const on = rules.filter(({ enabled }) => enabled);
  const mapped = new Set(on.flatMap(({ mapping, fallbackMapping }) => [mapping, fallbackMapping]));
  const served = releases.filter(({ name }) => mapped.has(name)).length;
  return [
    { value: String(products.length), says: "products" },
    { value: String(on.length), says: `rules on, ${String(rules.length - on.length)} off`, href: "/rules" },
    {
      value: String(served),
      says: `releases in use, of ${String(releases.length)}`,
      href: "/releases?use=served",
    },
    { value: String(shutOffs.length), says: shutOffs.length === 1 ? "shut-off" : "shut-offs" },
  ];
}

function rollOuts({ rules, releases }: View) {
  const names = namesOf(releases);
  return rules
    .filter(({ enabled, backgroundRate }) => enabled && backgroundRate < 100)
    .map((rule) => ({ ...rule, sentence: ruleSentence(rule, names) }));
}

/** What is served, and what last changed about it. */
async function readShown(actor: Person): Promise<ShownProduct[]> {
  const served = await readServed(actor);
  const places = served.flatMap(({ channels }) => channels);
  const changes = await readLastChanges(actor, places);
  const changeOf = new Map(places.map((place, index) => [place, changes[index] ?? null]));
  return served.map(({ channels, ...product }) => ({
    ...product,
    channels: channels.map((channel) => ({ ...channel, changed: told(changeOf.get(channel) ?? null) })),
  }));
}

function told(change: RevisionHead | null): LastChange | null {
  return (
    change && {
      revision: change.id,
      at: change.at.toISOString(),
      actor: change.actor,
      reason: change.reason,
    }
  );
}
