import { ChevronRight } from "lucide-react";

import { LineDiff } from "@/components/ui/line-diff";
import { Badge, type Tone } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Panel } from "@/components/ui/panel";
import type { Impact, ImpactGroup, ImpactKind } from "@/lib/analysis/impact";

const shown = 50;

type ImpactPanelProps = {
  impact: Impact;
  /** The change set that makes the difference; null: it is one between channels. */
  changeSet: number | null;
  title?: string;
  /** What so many of all client states do. */
  words?: string;
};

/** How many clients are answered otherwise, from what to what; each kind opens what changes in the answer. */
export function ImpactPanel({
  impact,
  changeSet,
  title = "Impact",
  words = "client states are answered otherwise",
}: ImpactPanelProps) {
  const { groups, states, changed } = impact;
  return (
    <Panel title={title} note={`${count(changed)} of ${count(states)} ${words}`}>
      {groups.length === 0 ? (
        <p className="px-3 py-3 text-xs text-ink-soft">
          {states === 0
            ? "No release of these products has builds that clients could be on."
            : changeSet === null
              ? "Every client of every shipped version gets the same."
              : "Every client of every shipped version goes on getting what it gets now."}
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {groups.slice(0, shown).map((group) => (
            <li key={`${group.kind} ${group.before} ${group.after}`}>
              <Group group={group} changeSet={changeSet} of={states} />
            </li>
          ))}
        </ul>
      )}
      {groups.length > shown && (
        <p className="border-t border-line px-3 py-2 text-xs text-ink-soft">
          And {groups.length - shown} smaller groups.
        </p>
      )}
    </Panel>
  );
}

const tones: Readonly<Partial<Record<ImpactKind, Tone>>> = {
  "new update": "good",
  "no update any more": "bad",
  "notice shown": "warn",
  "partial lost": "warn",
};

function Group({ group, changeSet, of }: { group: ImpactGroup; changeSet: number | null; of: number }) {
  const { kind, before, after, states, seen, example } = group;
  return (
    <details className="group">
      <summary className="grid min-h-10 cursor-pointer list-none grid-cols-[1rem_8.5rem_1fr_auto] items-center gap-x-2.5 px-3 py-1.5 text-xs hover:bg-hover">
        <ChevronRight aria-hidden className="size-3.5 text-ink-faint group-open:rotate-90" />
        <span>
          <Badge tone={tones[kind] ?? "neutral"}>{kind}</Badge>
        </span>
        <span className="min-w-0 break-words">
          <span className="text-ink-soft">{before}</span>
          <span aria-hidden> → </span>
          <span className="sr-only"> becomes </span>
          <span className="font-medium">{after}</span>
        </span>
        <span className="figures text-right text-ink-soft">
          {count(states)} {states === 1 ? "state" : "states"}
          <span className="text-ink-faint"> · {share(states, of)}</span>
          {seen > 0 && <span className="block text-ink-faint">{count(seen)} requests seen</span>}
        </span>
      </summary>
      <div className="border-t border-line bg-sunken">
        <p className="px-3 pt-2 text-xs text-ink-soft">{whoInWords(group)}</p>
        <LineDiff before={example.before} after={example.after} label={`Answers: ${kind}`} />
        <p className="px-3 pb-2.5 text-xs">
          <Link
            href={`/explain?${new URLSearchParams({
              url: example.path,
              ...(changeSet !== null && { as: `#${String(changeSet)}`, against: "now" }),
            }).toString()}`}
            className="link"
          >
            {changeSet === null ? "Explain this client" : "Explain this client, before and after"}
          </Link>
        </p>
      </div>
    </details>
  );
}

const mostNamed = 6;

function whoInWords({ products, channels, versions, buildTargets }: ImpactGroup): string {
  return [
    `${named(products)} ${named(versions)}`,
    `on ${named(channels)}`,
    `for ${named(buildTargets)}`,
  ].join(" ");
}

function named(names: readonly string[]): string {
  const more = names.length > mostNamed ? ` and ${String(names.length - mostNamed)} more` : "";
  return names.slice(0, mostNamed).join(", ") + more;
}

function count(number: number): string {
  return number.toLocaleString("en-GB");
}

function share(part: number, of: number): string {
  const percent = of === 0 ? 0 : (part / of) * 100;
  return percent > 0 && percent < 0.1 ? "< 0.1 %" : `${percent.toFixed(percent < 10 ? 1 : 0)} %`;
}
