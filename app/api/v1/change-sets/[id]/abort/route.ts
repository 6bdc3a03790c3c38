import { actOn } from "@/lib/change-sets/service-act";
import { abortChangeSet } from "@/lib/change-sets/service-schedule";
import { rowVersionMeant } from "@/lib/http/if-match";
import { adminRoute, json } from "@/lib/http/route";
import { byId as params } from "@/lib/http/schemas";
import { whyBody as body, writeQuery as query } from "@/lib/http/schemas-change-sets";

export const POST = adminRoute(
  { params, query, body },
  async ({ actor, params: { id }, query: options, body: { reason, ...given }, ifMatch }) => {
    const rowVersion = rowVersionMeant(given.rowVersion, ifMatch);
    const { changeSet, outcome } = await actOn(actor, id, options, () =>
      abortChangeSet(actor, id, reason, rowVersion),
    );
    return json({ ...changeSet, ...outcome });
  },
);
