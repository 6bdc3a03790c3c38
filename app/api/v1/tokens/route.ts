import { addToken, listOwnTokens } from "@/lib/access/administer";
import { adminRoute, json } from "@/lib/http/route";
import { newTokenBody as body } from "@/lib/http/schemas-access";
import { writeQuery as query } from "@/lib/http/schemas-change-sets";
import { shownToken } from "@/lib/http/shown-access";
import { submitted } from "@/lib/http/submitted";

export const GET = adminRoute({}, async ({ actor }) =>
  json({ tokens: (await listOwnTokens(actor)).map(shownToken) }),
);

export const POST = adminRoute(
  { query, body },
  async ({ actor, source, query: { dryRun }, body: { reason, ...token } }) => {
    const terms = { reason: reason ?? `Add the token ${token.name}`, source, dryRun };
    const made = await addToken(actor, { ...token, revoked: false }, terms);
    return submitted(made.submitted, { secret: made.secret });
  },
);
