import { adminRoute, json } from "@/lib/http/route";
import { byEmail as params } from "@/lib/http/schemas-access";
import { writeQuery as query } from "@/lib/http/schemas-change-sets";
import { makePasswordLink, tryPasswordLink } from "@/lib/password-links/service";

export const POST = adminRoute({ params, query }, async ({ actor, params: { email }, query: { dryRun } }) => {
  if (dryRun) return json({ secret: null, expiresAt: await tryPasswordLink(actor, email) });
  const { token, expiresAt } = await makePasswordLink(actor, email);
  return json({ secret: token, expiresAt });
});
