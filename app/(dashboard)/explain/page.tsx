import { Route } from "lucide-react";
import type { Metadata } from "next";

import { toPath } from "@/components/explain/client-fields";
import { DifferencePanel } from "@/components/explain/difference-panel";
import { ExplainForm, type Asked } from "@/components/explain/explain-form";
import { AnswerPanel, WhyPanel } from "@/components/explain/explained";
import { Verdict } from "@/components/explain/verdict";
import { choice, number, text } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { compareExplanations } from "@/lib/explain/compare";
import { readExample } from "@/lib/overview/service";

import { parameter, read, readAddress } from "../reading";
import type { SearchParams } from "../reading";
import { completeClient } from "./actions";
import { listStandpoints } from "./standpoints";
import { look, type Looked, type Seen } from "./look";

export const metadata: Metadata = { title: "Explain" };

const knows = {
  ...{ url: text, agent: text, roll: number(0, 99), as: text, against: text },
  rules: choice(["all"]),
};

export default async function ExplainPage({ searchParams }: { searchParams: SearchParams }) {
  const { roll } = await readAddress(searchParams, { roll: knows.roll });
  const asked: Asked = {
    url: toPath(await parameter(searchParams, "url")),
    userAgent: await parameter(searchParams, "agent"),
    roll: Number(roll),
    as: (await parameter(searchParams, "as")).trim(),
    against: (await parameter(searchParams, "against")).trim(),
  };
  const { rules, ...others } = await searchParams;
  const allHref = rules === "all" ? null : `/explain?${toQuery({ ...others, rules: "all" })}`;
  return (
    <Page knows={knows}>
      <PageHeader
        title="Explain"
        note="What a client gets, and why: every rule, every roll, every patch. Now, at any time before, or with a change set."
      />
      <div className="grid gap-4">
        <Panel>
          <ExplainForm
            key={JSON.stringify(asked)}
            asked={asked}
            complete={completeClient}
            standpoints={await read(listStandpoints)}
          />
        </Panel>
        {asked.url === "" ? <Example /> : <Answers asked={asked} allHref={allHref} />}
      </div>
    </Page>
  );
}

function toQuery(parameters: Awaited<SearchParams>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    [value].flat().flatMap((one): [string, string][] => (one === undefined ? [] : [[name, one]])),
  );
  return new URLSearchParams(given).toString();
}

type AllHref = { allHref: string | null };

async function Answers({ asked, allHref }: { asked: Asked } & AllHref) {
  const [first, second] = await Promise.all([
    look(asked, asked.as),
    asked.against === "" ? null : look(asked, asked.against),
  ]);
  if (second === null) {
    return first.kind === "seen" ? <One {...first} allHref={allHref} /> : <Unseen {...first} />;
  }
  // What it is compared with stands first: that is where one comes from.
  if (first.kind === "seen" && second.kind === "seen") {
    return <Two before={second} after={first} allHref={allHref} />;
  }
  return [second, first].map((one, index) => one.kind !== "seen" && <Unseen key={index} {...one} />);
}

function Unseen({ title, detail }: Exclude<Looked, Seen>) {
  return (
    <Panel title="The answer">
      <Notice title={title}>{detail}</Notice>
    </Panel>
  );
}

function One(seen: Seen & AllHref) {
  return (
    <>
      <Verdict decision={seen.explanation.decision} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <WhyPanel {...seen} title="Why" />
        <AnswerPanel {...seen} title="The answer" />
      </div>
    </>
  );
}

function Two({ before, after, allHref }: { before: Seen; after: Seen } & AllHref) {
  return (
    <>
      <DifferencePanel
        differences={compareExplanations(before.explanation, after.explanation)}
        before={{ title: before.title, body: before.explanation.body }}
        after={{ title: after.title, body: after.explanation.body }}
      />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {[before, after].map((seen, index) => (
          <div key={index} className="grid min-w-0 gap-4">
            <h2 className="text-sm font-semibold">{seen.title}</h2>
            <Verdict decision={seen.explanation.decision} />
            <WhyPanel {...seen} allHref={allHref} title={`Why: ${seen.title}`} />
            <AnswerPanel {...seen} title={`The answer: ${seen.title}`} />
          </div>
        ))}
      </div>
    </>
  );
}

async function Example() {
  const example = await read(readExample);
  return (
    <Panel>
      <Notice
        icon={<Route />}
        title="Paste the URL that a client asks for"
        action={
          example !== null && (
            <Link
              href={`/explain?${new URLSearchParams({ url: example, roll: "50" }).toString()}`}
              className="link"
            >
              Try it with a client of an older release
            </Link>
          )
        }
      >
        It is in the client’s preference <code>app.update.url</code>, with its names filled in, and in its
        update log.
      </Notice>
    </Panel>
  );
}
