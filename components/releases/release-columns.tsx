import { createColumnHelper } from "@tanstack/react-table";
import { Lock } from "lucide-react";
import Link from "next/link";

import { PendingBadges } from "@/components/drafts/pending-badge";
import type { TableColumn } from "@/components/data-table/data-table";
import type { tableFeatures } from "@/components/data-table/features";

import { kindLabels } from "./kinds";
import type { ReleaseRow } from "./release-filter";

const helper = createColumnHelper<typeof tableFeatures, ReleaseRow>();

export const releaseColumns: readonly TableColumn<ReleaseRow>[] = [
  helper.accessor("name", {
    header: "Release",
    sortFn: "alphanumeric",
    meta: { className: "w-60" },
    cell: ({ row: { original } }) => (
      <span className="flex items-center gap-1.5">
        <Link href={`/releases/${encodeURIComponent(original.name)}`} className="link truncate font-medium">
          {original.name}
        </Link>
        <PendingBadges entity="release" of={original.name} />
        {original.readOnly && <Lock aria-label="read-only" className="size-3 shrink-0 text-ink-faint" />}
      </span>
    ),
  }),
  helper.accessor("kind", {
    header: "Kind",
    meta: { className: "w-32" },
    cell: ({ row }) => kindLabels[row.original.kind],
  }),
  helper.accessor((release) => release.version ?? "", {
    id: "version",
    header: "Version",
    sortFn: "alphanumeric",
    meta: { className: "w-22 figures" },
    cell: ({ row }) => row.original.version ?? <span className="text-ink-faint">–</span>,
  }),
  helper.accessor("builds", {
    header: "Builds",
    meta: { className: "w-16 text-right figures" },
    cell: ({ row }) =>
      row.original.builds > 0 ? row.original.builds : <span className="text-ink-faint">–</span>,
  }),
  helper.accessor((release) => release.rules.length, {
    id: "rules",
    header: "Rules that map to it",
    meta: { className: "w-60" },
    cell: ({ row }) => <MappingRules rules={row.original.rules} />,
  }),
  helper.accessor((release) => release.comment ?? "", {
    id: "comment",
    header: "Comment",
    meta: { className: "w-64 text-ink-soft" },
    cell: ({ row }) => <span title={row.original.comment ?? undefined}>{row.original.comment}</span>,
  }),
];

function MappingRules({ rules }: Pick<ReleaseRow, "rules">) {
  if (rules.length === 0) return <span className="text-ink-faint italic">none</span>;
  return rules.map(({ id, alias }, index) => (
    <span key={id}>
      {index > 0 && ", "}
      <Link href={`/rules/${String(id)}`} className="link">
        {alias ?? `#${String(id)}`}
      </Link>
    </span>
  ));
}
