import { addUser, listOwnUsers } from "@/lib/access/administer";
import { adminRoute, json } from "@/lib/http/route";
import { newUserBody as body } from "@/lib/http/schemas-access";
import { writeQuery as query } from "@/lib/http/schemas-change-sets";
import { shownUser } from "@/lib/http/shown-access";
import { submitted } from "@/lib/http/submitted";

export const GET = adminRoute({}, async ({ actor }) =>
  json({ users: (await listOwnUsers(actor)).map(shownUser) }),
);

export const POST = adminRoute(
  { query, body },
  async ({ actor, source, query: { dryRun }, body: { reason, password, ...user } }) =>
    submitted(
      await addUser(
        actor,
        { user, password },
        { reason: reason ?? `Add an account for ${user.email}`, source, dryRun },
      ),
    ),
);
