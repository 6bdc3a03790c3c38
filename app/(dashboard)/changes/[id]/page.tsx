import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { ChangeSetView, type ShownChangeSet } from "@/components/changes/change-set-view";
import { nothing } from "@/components/shell/asked";
import { Page } from "@/components/shell/page";
import { diffChangeSet } from "@/lib/change-sets/service-diff";
import { getChangeSet } from "@/lib/change-sets/service-read";
import { namesOf, readView } from "@/lib/overview/service";

import { read } from "../../reading";
import * as deeds from "../actions";
import { Analysis } from "./analysis";
import { toShown } from "./shown";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Change set ${(await params).id}` };
}

export default async function ChangeSetPage({ params }: Props) {
  const text = (await params).id;
  if (!/^[1-9]\d{0,8}$/.test(text)) notFound();
  const { set, also } = await read(async (actor) => {
    const [detail, diffs, { releases, revision }] = await Promise.all([
      getChangeSet(actor, Number(text)),
      diffChangeSet(actor, Number(text)),
      readView(actor),
    ]);
    return {
      set: toShown(actor, { detail, diffs, names: namesOf(releases) }),
      also: { preview: detail.preview, override: detail.override, revision },
    };
  });
  const { sign, propose, cancel, comment, askForChanges, move, reschedule, resolve } = deeds;
  return (
    <Page knows={nothing}>
      <ChangeSetView
        set={set}
        deeds={{ sign, propose, cancel, comment, askForChanges, move, reschedule, resolve }}
        analysis={
          isToCome(set) && (
            <Analysis id={set.id} rowVersion={set.rowVersion} mayEdit={mayEdit(set)} {...also} />
          )
        }
      />
    </Page>
  );
}

function isToCome({ state, pending }: ShownChangeSet): boolean {
  return pending.length > 0 && ["draft", "proposed", "scheduled", "paused"].includes(state);
}

function mayEdit({ state, may }: ShownChangeSet): boolean {
  return may.drive && (state === "draft" || state === "proposed");
}
