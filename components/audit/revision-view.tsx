import { ChevronLeft, ChevronRight, GitCompareArrows, Undo2 } from "lucide-react";

import { buttonStyle } from "@/components/ui/button";
import { Facts } from "@/components/ui/facts";
import { Link } from "@/components/ui/link";
import { Moment } from "@/components/ui/moment";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";

import { BuildCounts } from "./build-counts";
import type { BuildCount } from "./build-counts";
import { EntryDiff } from "./entry-diff";
import type { ShownEntry } from "./entry-diff";
import { Source } from "./source";

export type ShownRevision = {
  id: number;
  /** ISO 8601. */
  at: string;
  actor: string;
  source: string;
  reason: string;
  hash: string;
  previousHash: string;
  isNewest: boolean;
  /** The change set of which it is a step; null: it was enacted without one. */
  changeSet: number | null;
  /** When it was live on the nodes, in words; null: they no longer say. */
  arrival: string | null;
};

type RevisionViewProps = {
  revision: ShownRevision;
  builds: readonly BuildCount[];
  /** The release whose builds are shown, or null: all that are no builds. */
  buildsOf: string | null;
  entries: readonly ShownEntry[];
  /** Where to go on reading; null at the end. */
  next: number | null;
  /** Whether the reader may take things back. */
  mayGoBack: boolean;
};

/** One revision: who, when, why, and each row before and after. */
export function RevisionView(props: RevisionViewProps) {
  const { revision, builds, buildsOf, entries, next, mayGoBack } = props;
  const path = `/audit/${String(revision.id)}`;
  return (
    <>
      <PageHeader
        parent={{ href: "/audit", label: "Audit" }}
        title={`Revision ${String(revision.id)}`}
        note={<p className="text-base text-ink">{revision.reason}</p>}
        actions={
          <>
            <Ways id={revision.id} mayGoBack={mayGoBack} />
            <Neighbours revision={revision} />
          </>
        }
      />
      <div className="grid gap-4">
        <Origin revision={revision} />
        {builds.length > 0 && <BuildCounts builds={builds} path={path} shown={buildsOf} />}
        {entries.length > 0 && (
          <Panel title={buildsOf === null ? "What changed" : `Builds of ${buildsOf}`}>
            {entries.map((entry) => (
              <EntryDiff key={`${entry.entity} ${entry.key}`} entry={entry} />
            ))}
          </Panel>
        )}
        {next !== null && (
          <nav aria-label="Pages">
            <Link
              href={`${path}?${new URLSearchParams({ ...(buildsOf === null ? {} : { builds: buildsOf }), after: String(next) }).toString()}`}
              className={buttonStyle()}
            >
              The next rows
            </Link>
          </nav>
        )}
      </div>
    </>
  );
}

/** When and by whom it was enacted, and its place in the chain. */
function Origin({ revision }: { revision: ShownRevision }) {
  return (
    <Panel>
      <Facts
        facts={[
          { name: "When", value: <Moment at={revision.at} look="full" /> },
          {
            name: "Who",
            value: (
              <>
                {revision.actor} <Source source={revision.source} />
              </>
            ),
          },
          ...(revision.changeSet === null
            ? []
            : [{ name: "Change set", value: <ChangeSetLink id={revision.changeSet} /> }]),
          ...(revision.arrival === null ? [] : [{ name: "Nodes", value: revision.arrival }]),
          { name: "Hash", value: <Hash value={revision.hash} /> },
          {
            name: "Follows",
            value:
              revision.previousHash === "" ? "nothing: the first" : <Hash value={revision.previousHash} />,
          },
        ]}
      />
    </Panel>
  );
}

function ChangeSetLink({ id }: { id: number }) {
  return (
    <Link href={`/changes/${String(id)}`} className="link">
      #{id}: sign-offs and discussion
    </Link>
  );
}

/** Where one can go from here: back, or to another revision to compare it with. */
function Ways({ id, mayGoBack }: { id: number; mayGoBack: boolean }) {
  return (
    <>
      {mayGoBack && (
        <>
          <Link href={`/audit/back?revision=${String(id)}`} className={buttonStyle()}>
            <Undo2 aria-hidden />
            Roll back this revision
          </Link>
          <Link href={`/audit/back?to=${String(id)}`} className={buttonStyle()}>
            Restore to here
          </Link>
        </>
      )}
      <Link href={`/audit/compare?from=${String(id)}`} className={buttonStyle()}>
        <GitCompareArrows aria-hidden />
        Compare with now
      </Link>
    </>
  );
}

function Hash({ value }: { value: string }) {
  return (
    <span className="font-mono text-[0.6875rem]" title={value}>
      {value.slice(0, 24)}…
    </span>
  );
}

function Neighbours({ revision: { id, isNewest } }: { revision: ShownRevision }) {
  return (
    <nav aria-label="Neighbours" className="flex gap-1">
      {id > 1 && (
        <Link href={`/audit/${String(id - 1)}`} className={buttonStyle()}>
          <ChevronLeft aria-hidden />
          Older
        </Link>
      )}
      {!isNewest && (
        <Link href={`/audit/${String(id + 1)}`} className={buttonStyle()}>
          Newer
          <ChevronRight aria-hidden />
        </Link>
      )}
    </nav>
  );
}
