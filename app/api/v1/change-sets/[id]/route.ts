import { actOn } from "@/lib/change-sets/service-act";
import { editChangeSet } from "@/lib/change-sets/service-edit";
import { getChangeSet } from "@/lib/change-sets/service-read";
import { rowVersionMeant } from "@/lib/http/if-match";
import { adminRoute, json } from "@/lib/http/route";
import { byId as params } from "@/lib/http/schemas";
import { changeSetEditBody as body, writeQuery as query } from "@/lib/http/schemas-change-sets";
import { toEdit } from "@/lib/http/submission";

export const GET = adminRoute({ params }, async ({ actor, params: { id } }) => {
  const changeSet = await getChangeSet(actor, id);
  return json(changeSet, { headers: { etag: `"${changeSet.rowVersion}"` } });
});

export const PATCH = adminRoute(
  { params, query, body },
  async ({ actor, params: { id }, query: options, body: given, ifMatch }) => {
    const rowVersion = rowVersionMeant(given.rowVersion, ifMatch);
    const edit = { ...toEdit(given), rowVersion };
    return json((await actOn(actor, id, options, () => editChangeSet(actor, id, edit))).changeSet);
  },
);
