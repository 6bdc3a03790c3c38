import { visitorOf } from "@/lib/access/session";
import { signInForCli } from "@/lib/access/sign-in";
import { bearerOf } from "@/lib/http/caller";
import { adminRoute, json, openRoute } from "@/lib/http/route";
import { signInBody as body } from "@/lib/http/schemas";
import { shownCaller, shownPerson } from "@/lib/http/shown-caller";
import { cliPrefix, revokeSession } from "@/lib/sessions/service";
import { Refusal } from "@/lib/errors";

export const POST = openRoute({ body }, async ({ body: { email, password }, request }) => {
  const { person, secret, expiresAt } = await signInForCli(
    email,
    password,
    visitorOf(request.headers).address,
  );
  return json({ secret, expiresAt, caller: shownPerson(person) });
});

export const GET = adminRoute({}, ({ actor }) => Promise.resolve(json(shownCaller(actor))));

export const DELETE = adminRoute({}, async (_call, request) => {
  const secret = bearerOf(request);
  if (!secret?.startsWith(cliPrefix)) {
    throw new Refusal(
      "invalid",
      "Send the secret of a session: tokens are revoked, pages have their own way out",
    );
  }
  await revokeSession(secret);
  return json({});
});
