import type { ReactNode } from "react";

import { nothing } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { Facts } from "@/components/ui/facts";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import type { Rule } from "@/lib/rules/rule";

import { ConditionList } from "./condition-list";
import { Rate } from "./rate";
import { RulePageActions } from "./rule-page-actions";

type RuleViewProps = {
  rule: Rule;
  sentence: string;
  /** What became of it, revision by revision. */
  children?: ReactNode;
};

/** One rule: what it says in words, its conditions, what it gives, and its history. */
export function RuleView({ rule, sentence, children }: RuleViewProps) {
  return (
    <Page knows={nothing}>
      <PageHeader
        parent={{ href: "/rules", label: "Rules" }}
        title={rule.alias ?? `Rule ${String(rule.id)}`}
        badges={
          <>
            <Badge>#{rule.id}</Badge>
            {rule.enabled ? <Badge tone="good">on</Badge> : <Badge tone="warn">off</Badge>}
            {rule.enabled && rule.backgroundRate < 100 && <Badge tone="accent">throttled</Badge>}
          </>
        }
        note={sentence}
        actions={<RulePageActions rule={{ ...rule, sentence, drafted: null, fate: null }} />}
      />
      {rule.comment !== null && (
        <blockquote className="mb-4 max-w-[90ch] rounded-r-sm border-l-2 border-accent bg-surface px-3 py-2 text-sm text-ink-soft">
          {rule.comment}
        </blockquote>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Panel title="Who" note="A client has to meet all of these">
          <ConditionList rule={rule} />
        </Panel>
        <Panel title="What they get">
          <Facts facts={giving(rule)} />
        </Panel>
      </div>
      {children !== undefined && <div className="mt-4">{children}</div>}
    </Page>
  );
}

function giving(rule: Rule) {
  return [
    { name: "Release", value: <ReleaseLink name={rule.mapping} /> },
    {
      name: "Rate",
      value: (
        <span className="flex items-center gap-3">
          <Rate aligned={false} percent={rule.backgroundRate} />
          <span className="text-ink-faint">of background checks; people who ask always get it</span>
        </span>
      ),
    },
    {
      name: "The others get",
      value:
        rule.backgroundRate === 100 ? (
          <span className="text-ink-faint">there are no others</span>
        ) : (
          <ReleaseLink name={rule.fallbackMapping} />
        ),
    },
    { name: "Priority", value: <span className="figures">{rule.priority}</span> },
    { name: "Update type", value: rule.updateType },
    { name: "Alias", value: rule.alias ?? <span className="text-ink-faint italic">none</span> },
    { name: "Changed", value: <span className="figures">{timesInWords(rule.rowVersion - 1)}</span> },
  ];
}

function timesInWords(times: number): string {
  if (times === 0) return "never";
  return times === 1 ? "once" : `${String(times)} times`;
}

function ReleaseLink({ name }: { name: string | null }) {
  if (name === null) return <span className="text-ink-faint italic">no update, on purpose</span>;
  return (
    <Link href={`/releases/${encodeURIComponent(name)}`} className="link">
      {name}
    </Link>
  );
}
