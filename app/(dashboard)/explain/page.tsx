import { Route } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";

import { askedValues } from "@/components/explain/asked";
import { ExplainForm } from "@/components/explain/explain-form";
import { TraceList } from "@/components/explain/trace-list";
import { Verdict } from "@/components/explain/verdict";
import { Page } from "@/components/shell/page";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { explainRequest, readExample } from "@/lib/overview/service";

import { parameter, read } from "../reading";
import type { SearchParams } from "../reading";

export const metadata: Metadata = { title: "Explain" };

/** Path and query of an address; people paste the whole of it. */
function toPath(text: string): string {
  return text.trim().replace(/^[a-z]+:\/\/[^/]*/i, "");
}

export default async function ExplainPage({ searchParams }: { searchParams: SearchParams }) {
  const url = toPath(await parameter(searchParams, "url"));
  const userAgent = await parameter(searchParams, "agent");
  const roll = Math.min(99, Number.parseInt(await parameter(searchParams, "roll"), 10) || 0);
  return (
    <Page>
      <PageHeader title="Explain" note="What a client gets, and why: every rule, every roll, every patch." />
      <div className="grid gap-4">
        <Panel>
          <ExplainForm url={url} userAgent={userAgent} roll={Math.max(0, roll)} />
        </Panel>
        {url === "" ? <Example /> : <Explained url={url} userAgent={userAgent} roll={Math.max(0, roll)} />}
      </div>
    </Page>
  );
}

async function Explained({ url, userAgent, roll }: { url: string; userAgent: string; roll: number }) {
  const { explanation, rules } = await read((actor) => explainRequest(actor, { url, userAgent, roll }));
  const { request, decision, trace, body } = explanation;
  if (request.kind === "unreadable") {
    return (
      <Panel title="The answer">
        <Notice title="No client asks like this">
          {request.reason}. Whoever asks so is told that there is no update.
        </Notice>
      </Panel>
    );
  }
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return (
    <>
      <Verdict decision={decision} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Panel title="Why">
          <TraceList steps={trace} rules={byId} asked={askedValues(request.query)} />
        </Panel>
        <Panel
          title="The answer"
          note={explanation.contentType}
          actions={<CopyButton text={body} what="the answer" />}
        >
          <pre
            tabIndex={0}
            aria-label="The answer"
            className="overflow-auto p-3 font-mono text-[0.6875rem] leading-[1.125rem] whitespace-pre-wrap [overflow-wrap:anywhere]"
          >
            {body || "(an empty body)"}
          </pre>
        </Panel>
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
