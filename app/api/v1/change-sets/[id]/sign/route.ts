import { actOn } from "@/lib/change-sets/service-act";
import { signChangeSet } from "@/lib/change-sets/service-sign";
import { requireRowVersion } from "@/lib/http/if-match";
import { adminRoute, json } from "@/lib/http/route";
import { byId as params } from "@/lib/http/schemas";
import { signBody as body, writeQuery as query } from "@/lib/http/schemas-change-sets";

export const POST = adminRoute(
  { params, query, body },
  async ({ actor, params: { id }, query: options, body: { role, ...given }, ifMatch }) => {
    const rowVersion = requireRowVersion(given.rowVersion, ifMatch);
    const { changeSet, outcome } = await actOn(actor, id, options, () =>
      signChangeSet(actor, id, { role, rowVersion }),
    );
    return json({ ...changeSet, outcome });
  },
);
