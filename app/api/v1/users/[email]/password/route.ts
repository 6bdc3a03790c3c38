import { changeOwnPassword } from "@/lib/access/account";
import { visitorOf } from "@/lib/access/session";
import { sessionIdOf } from "@/lib/http/caller";
import { adminRoute, json } from "@/lib/http/route";
import { byEmail as params, passwordBody as body } from "@/lib/http/schemas-access";

export const PUT = adminRoute(
  { params, body },
  async ({ actor, params: { email }, body: given }, request) => {
    const { address } = visitorOf(request.headers);
    await changeOwnPassword(actor, email, given, { address, sessionId: await sessionIdOf(request) });
    return json({});
  },
);
