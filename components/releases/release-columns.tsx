import { createColumnHelper } from "@tanstack/react-table";
import { Lock } from "lucide-react";
import type { ReactNode } from "react";

import { Drafted } from "@/components/drafts/drafted";
import { PendingBadges } from "@/components/drafts/pending-badge";
import type { TableColumn } from "@/components/data-table/data-table";
import type { tableFeatures } from "@/components/data-table/features";

import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Skeleton } from "@/components/ui/skeleton";
import type { ListedFields, ReleaseRow } from "@/lib/overview/release-list";

import { kindLabels } from "./kinds";
import type { DraftedRow, ShownRow } from "./drafted-releases";

const helper = createColumnHelper<typeof tableFeatures, ShownRow>();
const nothing = <span className="text-ink-faint">–</span>;

/** A cell of a row that is there. */
const cellOf = (draw: (release: DraftedRow) => ReactNode) => {
  return ({ row: { original } }: { row: { original: ShownRow } }) =>
    original.isComing ? null : draw(original);
};

// The service sorts: a column's value is only what it is known by.
export const releaseColumns: readonly TableColumn<ShownRow>[] = [
  helper.accessor("name", {
    header: "Release",
    meta: { className: "w-60" },
    cell: ({ row: { original } }) => (original.isComing ? <Coming /> : <Name release={original} />),
  }),
  helper.accessor(() => "", {
    id: "kind",
    header: "Kind",
    meta: { className: "w-32" },
    cell: cellOf((row) => <Value of="kind" row={row} show={({ kind }) => kindLabels[kind]} />),
  }),
  helper.accessor(() => "", {
    id: "version",
    header: "Version",
    meta: { className: "w-22 figures" },
    cell: cellOf((row) => <Value of="version" row={row} show={({ version }) => version ?? nothing} />),
  }),
  helper.accessor(() => 0, {
    id: "builds",
    header: "Builds",
    meta: { className: "w-16 text-right figures" },
    cell: cellOf(({ builds }) => (builds > 0 ? builds : nothing)),
  }),
  helper.accessor(() => 0, {
    id: "rules",
    header: "Rules that map to it",
    meta: { className: "w-60" },
    cell: cellOf((release) => <MappingRules {...release} />),
  }),
  helper.accessor(() => "", {
    id: "comment",
    header: "Comment",
    meta: { className: "w-64 text-ink-soft" },
    cell: cellOf((row) => (
      <Value
        of="comment"
        row={row}
        show={({ comment }) => <span title={comment ?? undefined}>{comment}</span>}
      />
    )),
  }),
];

type ValueProps = {
  of: keyof ListedFields;
  row: DraftedRow;
  show: (release: ReleaseRow) => ReactNode;
};

/** A field of a release, and what the reader's draft makes of it. */
function Value({ of, row, show }: ValueProps) {
  const drafted = { ...row, ...row.drafted };
  if (drafted[of] === row[of]) return show(row);
  return <Drafted before={row[of] === null ? null : show(row)} after={show(drafted)} />;
}

function Name({ release: { name, readOnly, drafted, fate } }: { release: DraftedRow }) {
  if (fate === "new") {
    return (
      <span className="flex items-center gap-1.5">
        <span className="truncate font-medium">{name}</span>
        <Badge tone="accent">new in your draft</Badge>
      </span>
    );
  }
  const toBe = drafted?.readOnly ?? readOnly;
  return (
    <span className="flex items-center gap-1.5">
      <Link href={`/releases/${encodeURIComponent(name)}`} className="link truncate font-medium">
        {name}
      </Link>
      <PendingBadges entity="release" of={name} />
      {toBe !== readOnly && <Badge tone="accent">{toBe ? "to be read-only" : "to be writable"}</Badge>}
      {readOnly && <Lock aria-label="read-only" className="size-3 shrink-0 text-ink-faint" />}
    </span>
  );
}

function Coming() {
  return (
    <>
      <span className="sr-only">is being read</span>
      <Skeleton className="h-3 w-40" />
    </>
  );
}

function MappingRules({ rules, mapped }: Pick<ReleaseRow, "rules" | "mapped">) {
  if (mapped === 0) return <span className="text-ink-faint italic">none</span>;
  const links = rules.map(({ id, alias }, index) => (
    <span key={id}>
      {index > 0 && ", "}
      <Link href={`/rules/${String(id)}`} className="link">
        {alias ?? `#${String(id)}`}
      </Link>
    </span>
  ));
  if (mapped === rules.length) return links;
  return (
    <>
      {links}
      <span className="text-ink-faint"> and {mapped - rules.length} more</span>
    </>
  );
}
