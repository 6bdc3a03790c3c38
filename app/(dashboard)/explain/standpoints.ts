import type { Suggestion } from "@/components/ui/combobox";
import type { Actor } from "@/lib/access/role";
import { listRevisions } from "@/lib/audit/service";
import { findDraft, listWaiting } from "@/lib/change-sets/service-draft";

const newest = 8;

/** Worth looking from: now, change sets that wait, and the newest revisions. */
export async function listStandpoints(actor: Actor): Promise<Suggestion[]> {
  const [draft, waiting, { revisions }] = await Promise.all([
    findDraft(actor),
    listWaiting(actor),
    listRevisions(actor, { limit: newest, before: null }),
  ]);
  return [
    { value: "now" },
    ...[...(draft ? [draft] : []), ...waiting].map(({ id, state, reason }) => ({
      value: `#${String(id)}`,
      label: `#${String(id)} ${reason}`,
      note: state === "draft" ? "your draft" : state,
    })),
    ...revisions.map(({ id, reason }) => ({
      value: String(id),
      label: `${String(id)} ${reason}`,
      note: "revision",
    })),
  ];
}
