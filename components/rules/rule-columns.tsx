import { createColumnHelper } from "@tanstack/react-table";
import type { ReactNode } from "react";

import type { TableColumn } from "@/components/data-table/data-table";
import type { tableFeatures } from "@/components/data-table/features";
import { Drafted } from "@/components/drafts/drafted";
import { PendingBadges } from "@/components/drafts/pending-badge";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import type { Rule } from "@/lib/rules/rule";

import { ConditionValue } from "./condition-value";
import { conditionLabels, conditionText, rareConditions } from "./conditions";
import type { ConditionName } from "./conditions";
import type { RuleRow } from "./drafted-rules";
import { Rate } from "./rate";

export type { RuleRow };

const helper = createColumnHelper<typeof tableFeatures, RuleRow>();

function conditionColumn(name: ConditionName, className: string): TableColumn<RuleRow> {
  return helper.accessor((rule) => conditionText(rule, name) ?? "", {
    id: name,
    header: conditionLabels[name],
    meta: { className },
    cell: ({ row }) => (
      <Value
        of={name}
        row={row.original}
        show={(rule) => <ConditionValue value={conditionText(rule, name)} />}
      />
    ),
  });
}

type ValueProps = { of: keyof Rule; row: RuleRow; show: (rule: Rule) => ReactNode };

/** A field of a rule, and what the reader's draft makes of it. */
function Value({ of, row, show }: ValueProps) {
  const { drafted } = row;
  if (!drafted || drafted[of] === row[of]) return show(row);
  return <Drafted before={show(row)} after={show(drafted)} />;
}

function ReleaseLink({ name }: { name: string | null }) {
  if (name === null) return <span className="text-ink-faint italic">no update</span>;
  return (
    <Link href={`/releases/${encodeURIComponent(name)}`} title={name} className="link">
      {name}
    </Link>
  );
}

function Identity({ rule }: { rule: RuleRow }) {
  if (rule.fate === "new") {
    return (
      <span className="flex items-center gap-2">
        <span className="min-w-0 truncate font-medium">{rule.alias ?? "A rule"}</span>
        <Badge tone="accent">new in your draft</Badge>
      </span>
    );
  }
  return (
    <span className="flex items-center gap-2">
      <Link
        href={`/rules/${String(rule.id)}`}
        className="link min-w-0 truncate font-medium"
        title={rule.alias ?? undefined}
      >
        {rule.alias ?? `Rule ${String(rule.id)}`}
      </Link>
      <span className="figures text-2xs text-ink-faint">#{rule.id}</span>
      {!rule.enabled && <Badge>off</Badge>}
      {rule.drafted && rule.drafted.enabled !== rule.enabled && (
        <Badge tone="accent">{rule.drafted.enabled ? "to be on" : "to be off"}</Badge>
      )}
      <PendingBadges entity="rule" of={String(rule.id)} />
    </span>
  );
}

function others({ backgroundRate, fallbackMapping }: Rule) {
  if (backgroundRate === 100) return <span className="text-ink-faint">–</span>;
  return <ReleaseLink name={fallbackMapping} />;
}

/** The rare conditions that a rule sets, in one cell. */
function Rare({ rule }: { rule: RuleRow }) {
  const { drafted } = rule;
  const isDrafted = drafted !== null && rareConditions.some((name) => drafted[name] !== rule[name]);
  return isDrafted ? <Drafted before={rareText(rule)} after={rareText(drafted)} /> : rareText(rule);
}

function rareText(rule: Rule): ReactNode {
  const set = rareConditions.filter((name) => rule[name] !== null);
  if (set.length === 0) return <span className="text-ink-faint italic">any</span>;
  const text = set.map((name) => `${conditionLabels[name]} ${conditionText(rule, name) ?? ""}`).join(", ");
  return <span title={text}>{text}</span>;
}

export const ruleColumns: readonly TableColumn<RuleRow>[] = [
  helper.accessor((rule) => rule.alias ?? String(rule.id), {
    id: "rule",
    header: "Rule",
    meta: { className: "w-52" },
    cell: ({ row }) => <Identity rule={row.original} />,
  }),
  helper.accessor("priority", {
    header: "Priority",
    meta: { className: "w-16 text-right figures" },
    cell: ({ row }) => <Value of="priority" row={row.original} show={({ priority }) => priority} />,
  }),
  conditionColumn("channel", "w-28"),
  helper.accessor("mapping", {
    header: "Release",
    meta: { className: "w-46" },
    cell: ({ row }) => (
      <Value of="mapping" row={row.original} show={({ mapping }) => <ReleaseLink name={mapping} />} />
    ),
  }),
  helper.accessor("backgroundRate", {
    header: "Rate",
    meta: { className: "w-24" },
    cell: ({ row: { original } }) => {
      const show = ({ backgroundRate: percent }: Rule) =>
        original.drafted ? <span className="figures">{percent} %</span> : <Rate percent={percent} />;
      return <Value of="backgroundRate" row={original} show={show} />;
    },
  }),
  helper.accessor("fallbackMapping", {
    header: "The others get",
    meta: { className: "w-36" },
    cell: ({ row }) => <Value of="fallbackMapping" row={row.original} show={others} />,
  }),
  conditionColumn("version", "w-20"),
  conditionColumn("buildTarget", "w-28"),
  conditionColumn("locale", "w-16"),
  conditionColumn("osVersion", "w-28"),
  helper.display({
    id: "rare",
    header: "Other conditions",
    meta: { className: "w-40" },
    cell: ({ row }) => <Rare rule={row.original} />,
  }),
  ...rareConditions.map((name) => conditionColumn(name, "w-36")),
  helper.accessor("updateType", {
    header: "Type",
    meta: { className: "w-20" },
    cell: ({ row }) => <Value of="updateType" row={row.original} show={({ updateType }) => updateType} />,
  }),
  helper.accessor("sentence", {
    header: "In words",
    meta: { className: "w-[36rem]" },
    cell: ({ row }) => <span title={row.original.sentence}>{row.original.sentence}</span>,
  }),
  helper.accessor("comment", {
    header: "Comment",
    meta: { className: "w-[15rem] text-ink-soft" },
    cell: ({ row }) => (
      <Value
        of="comment"
        row={row.original}
        show={({ comment }) => <span title={comment ?? undefined}>{comment}</span>}
      />
    ),
  }),
];

export const columnNames: readonly { id: string; label: string }[] = [
  { id: "priority", label: "Priority" },
  { id: "channel", label: conditionLabels.channel },
  { id: "mapping", label: "Release" },
  { id: "backgroundRate", label: "Rate" },
  { id: "fallbackMapping", label: "The others get" },
  ...(["version", "buildTarget", "locale", "osVersion"] as const).map((id) => ({
    id,
    label: conditionLabels[id],
  })),
  { id: "rare", label: "Other conditions" },
  ...rareConditions.map((id) => ({ id, label: conditionLabels[id] })),
  { id: "updateType", label: "Type" },
  { id: "sentence", label: "In words" },
  { id: "comment", label: "Comment" },
];

export const usualColumns: readonly string[] = [
  ...["priority", "channel", "mapping", "backgroundRate", "fallbackMapping"],
  ...["version", "buildTarget", "locale", "osVersion", "rare"],
];

export const columnsInWords: readonly string[] = ["priority", "sentence", "comment"];
