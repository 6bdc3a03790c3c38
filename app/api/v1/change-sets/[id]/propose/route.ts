import { actOn } from "@/lib/change-sets/service-act";
import { proposeChangeSet } from "@/lib/change-sets/service-edit";
import { rowVersionMeant } from "@/lib/http/if-match";
import { adminRoute, json } from "@/lib/http/route";
import { byId as params } from "@/lib/http/schemas";
import { proposeBody as body, writeQuery as query } from "@/lib/http/schemas-change-sets";

export const POST = adminRoute(
  { params, query, body },
  async ({ actor, params: { id }, query: options, body: { sign, override, ...given }, ifMatch }) => {
    const rowVersion = rowVersionMeant(given.rowVersion, ifMatch);
    const { changeSet, outcome } = await actOn(actor, id, options, () =>
      proposeChangeSet(actor, id, { rowVersion, sign, override }),
    );
    return json({ ...changeSet, outcome });
  },
);
