import { Undo2 } from "lucide-react";
import type { Metadata } from "next";

import { DifferenceList } from "@/components/audit/difference-list";
import { RestoreForm } from "@/components/audit/restore-form";
import { WayBackForm } from "@/components/audit/way-back-form";
import { ConflictList } from "@/components/changes/conflict-list";
import { choice, number, text } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { buttonStyle } from "@/components/ui/button";
import { Alert } from "@/components/ui/form";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import type { Person } from "@/lib/access/role";
import type { Entity } from "@/lib/changes/operation";
import { entities } from "@/lib/changes/row";
import { Refusal } from "@/lib/errors";
import { namesOf, readView } from "@/lib/overview/service";
import { describeRequirement } from "@/lib/policies/requirements";
import { findRevisionOf } from "@/lib/restore/service";
import type { Wanted } from "@/lib/roll-back/service";
import { previewRollBack, type PreviewedRollBack } from "@/lib/roll-back/service-preview";

import { read, readAddress } from "../../reading";
import type { SearchParams } from "../../reading";
import { goBack } from "../actions";
import { toDifferences } from "../differences";
import { readInstant } from "../instant";

export const metadata: Metadata = { title: "Go back" };

const knows = {
  ...{ revision: number(), merge: choice(["yes"]), entity: choice(entities), key: text },
  ...{ to: text, product: text, channel: text },
};

type Asked = {
  revision: number | null;
  merge: boolean;
  /** One row alone; null: a channel, a product or everything. */
  row: { entity: Entity; key: string } | null;
  to: string;
  product: string;
  channel: string;
};

async function readAsked(searchParams: SearchParams): Promise<Asked> {
  const { revision, merge, entity, key, ...scope } = await readAddress(searchParams, knows);
  return {
    row: isEntity(entity) && key !== "" ? { entity, key } : null,
    revision: revision === "" ? null : Number(revision),
    merge: merge === "yes",
    ...scope,
  };
}

function isEntity(name: string): name is Entity {
  return (entities as readonly string[]).includes(name);
}

function titleOf({ revision, row, to }: Asked): { title: string; note: string } {
  if (revision !== null) {
    return {
      title: `Roll back revision ${String(revision)}`,
      note: "Puts back what this revision changed, and nothing else.",
    };
  }
  if (row) {
    return {
      title: `Take ${row.entity} ${row.key} back to revision ${to}`,
      note: "Puts back this row as it was then, and nothing else.",
    };
  }
  return {
    title: "Restore to a time",
    note: "Puts back what clients got then. Policies, people and tokens stay as they are.",
  };
}

type Look =
  | { kind: "preview"; way: Wanted; preview: PreviewedRollBack }
  | { kind: "wrong"; detail: string }
  | { kind: "nothing asked" };

export default async function WayBackPage({ searchParams }: { searchParams: SearchParams }) {
  const asked = await readAsked(searchParams);
  const view = await read(readView);
  const look = await lookAt(asked, view.revision);
  const names = namesOf(view.releases);
  return (
    <Page knows={knows}>
      <PageHeader parent={{ href: "/audit", label: "Audit" }} {...titleOf(asked)} />
      <div className="grid max-w-5xl gap-4">
        {asked.revision === null && asked.row === null && (
          <Panel>
            <RestoreForm {...asked} products={view.products} />
          </Panel>
        )}
        {look.kind === "wrong" && <Alert>{look.detail}</Alert>}
        {look.kind === "preview" && (
          <>
            <Preview asked={asked} way={look.way} preview={look.preview} />
            {look.preview.rows.length > 0 && (
              <DifferenceList title="What goes back" {...toDifferences(look.preview.rows, names)} />
            )}
          </>
        )}
      </div>
    </Page>
  );
}

async function lookAt(asked: Asked, newest: number): Promise<Look> {
  return read(async (actor): Promise<Look> => {
    try {
      const way = await wayOf(actor, asked, newest);
      if (way === null) return { kind: "nothing asked" };
      return { kind: "preview", way, preview: await previewRollBack(actor, way) };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === "forbidden") throw error;
      return { kind: "wrong", detail: error.message };
    }
  });
}

async function wayOf(actor: Person, asked: Asked, newest: number): Promise<Wanted | null> {
  const { revision, merge, row, to, product, channel } = asked;
  if (revision !== null) return { kind: "revision", revision, merge };
  if (to === "") return null;
  const instant = readInstant(to, newest);
  if (instant === null) {
    throw new Refusal("invalid", `“${to}” is neither a revision nor a time such as 2026-11-26T09:30Z`);
  }
  // A time is settled now, so that what is done is what was looked at.
  const at = await findRevisionOf(actor, instant);
  if (row) return { kind: "row", ...row, to: at };
  return { kind: "scope", to: at, product: product || null, channel: channel || null };
}

type PreviewProps = { asked: Asked; way: Wanted; preview: PreviewedRollBack };

function Preview({ asked, way, preview }: PreviewProps) {
  const { rows, conflicts, canMerge, warnings, missing, refusal } = preview;
  if (conflicts.length > 0) return <Conflicts asked={asked} preview={preview} canMerge={canMerge} />;
  if (rows.length === 0) {
    return (
      <Panel>
        <Notice icon={<Undo2 />} title="Nothing to put back">
          Everything is already as it was.
        </Notice>
      </Panel>
    );
  }
  const signers = missing.map(describeRequirement).join(", ");
  return (
    <Panel
      title="Go back"
      note={signers === "" ? "takes effect at once" : `becomes a change set that waits for ${signers}`}
    >
      {warnings.length > 0 && (
        <ul className="border-b border-line bg-warn-fill px-3 py-2 text-xs text-warn">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      {refusal === null ? (
        <WayBackForm
          fields={fieldsOf(way)}
          reason={reasonOf(way)}
          answer={signers === "" ? "Go back now" : "Propose to go back"}
          send={goBack}
        />
      ) : (
        <div className="p-3">
          <Alert>{refusal}</Alert>
        </div>
      )}
    </Panel>
  );
}

function Conflicts({
  asked,
  preview,
  canMerge,
}: {
  asked: Asked;
  preview: PreviewedRollBack;
  canMerge: boolean;
}) {
  return (
    <Panel
      title="Changed again since"
      note="Going back as a whole would undo what came after."
      className="border-warn"
      actions={
        canMerge && (
          <Link
            href={`/audit/back?revision=${String(asked.revision)}&merge=yes`}
            className={buttonStyle({ look: "primary" })}
          >
            Put back only what this revision changed
          </Link>
        )
      }
    >
      <p className="border-b border-line px-3 py-2 text-xs text-ink-soft">
        Take the later revisions back first, or{" "}
        <Link href={`/audit/back?to=${String((asked.revision ?? 1) - 1)}`} className="text-link">
          restore a channel, a product or everything
        </Link>{" "}
        to the time before.
      </p>
      <ConflictList conflicts={preview.conflicts} />
    </Panel>
  );
}

function fieldsOf(way: Wanted): Record<string, string | number> {
  if (way.kind === "revision") {
    return { revision: way.revision, ...(way.merge && { merge: "yes" }) };
  }
  if (way.kind === "row") return { entity: way.entity, key: way.key, to: Number(way.to) };
  return { to: Number(way.to), product: way.product ?? "", channel: way.channel ?? "" };
}

function reasonOf(way: Wanted): string {
  if (way.kind === "revision") return `Roll back revision ${String(way.revision)}: `;
  if (way.kind === "row") return `Take ${way.entity} ${way.key} back to revision ${String(way.to)}: `;
  const what = way.product === null ? "everything" : [way.product, way.channel].filter(Boolean).join(" ");
  return `Restore ${what} to revision ${String(way.to)}: `;
}
