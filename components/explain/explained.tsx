import { CopyButton } from "@/components/ui/copy-button";
import { Panel } from "@/components/ui/panel";
import type { Explanation } from "@/lib/decision/explain";
import type { UpdateQuery } from "@/lib/protocol/request";
import type { Rule } from "@/lib/rules/rule";

import { askedValues } from "./asked";
import { TraceList } from "./trace-list";

type ExplainedProps = {
  title: string;
  explanation: Explanation;
  rules: readonly Rule[];
  query: UpdateQuery;
  /** Where all rules are shown, however many there are; null: here. */
  allHref: string | null;
};

/** How an answer came about. */
export function WhyPanel({ title, explanation, rules, query, allHref }: ExplainedProps) {
  return (
    <Panel title={title}>
      <TraceList
        steps={explanation.trace}
        rules={new Map(rules.map((rule) => [rule.id, rule]))}
        asked={askedValues(query)}
        allHref={allHref}
      />
    </Panel>
  );
}

/** What a client gets, to the letter. */
export function AnswerPanel({
  title,
  explanation: { body, contentType },
}: Pick<ExplainedProps, "title" | "explanation">) {
  return (
    <Panel title={title} note={contentType} actions={<CopyButton text={body} what="the answer" />}>
      <pre
        tabIndex={0}
        aria-label={title}
        className="overflow-auto p-3 font-mono text-[0.6875rem] leading-[1.125rem] whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {body || "(an empty body)"}
      </pre>
    </Panel>
  );
}
