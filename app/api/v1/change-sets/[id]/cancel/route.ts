import { actOn } from "@/lib/change-sets/service-act";
import { cancelChangeSet } from "@/lib/change-sets/service-schedule";
import { rowVersionMeant } from "@/lib/http/if-match";
import { adminRoute, json } from "@/lib/http/route";
import { byId as params } from "@/lib/http/schemas";
import { whyBody as body, writeQuery as query } from "@/lib/http/schemas-change-sets";

export const POST = adminRoute(
  { params, query, body },
  async ({ actor, params: { id }, query: options, body: { reason: text, ...given }, ifMatch }) => {
    const rowVersion = rowVersionMeant(given.rowVersion, ifMatch);
    return json(
      (await actOn(actor, id, options, () => cancelChangeSet(actor, id, { text, rowVersion }))).changeSet,
    );
  },
);
