import type { Actor } from "@/lib/access/role";
import { findPublicReader } from "@/lib/access/public-reader";
import { hashSecret } from "@/lib/access/secret";
import { findActor, findSignedIn } from "@/lib/access/session";
import { findToken } from "@/lib/access/token";
import { cliPrefix, findSession } from "@/lib/sessions/service";
import { env } from "@/lib/env";
import { Refusal } from "@/lib/errors";

import { isSameOrigin } from "./same-origin";

/** Who calls, and through which door. */
export type Caller = { readonly actor: Actor; readonly source: "api" | "cli" | "ui" };

/**
 * Automation sends a token; the command line sends what `aus login` got; pages send the cookie of a session, which counts for writes only from our own pages.
 *
 * @param publicRead whether what is asked for may be read by everybody, where the settings say so
 * @throws Refusal "unauthenticated", or "forbidden" for a write that another site's page caused
 */
export async function identify(request: Request, { publicRead = false } = {}): Promise<Caller> {
  const secret = bearerOf(request);
  if (secret !== null) {
    const source = request.headers.get("aus-client") === "cli" ? "cli" : "api";
    return { actor: await findBearer(secret), source };
  }
  const actor = await findActor();
  if (!actor) return { actor: await unknownReader(publicRead), source: "api" };
  if (!isRead(request) && !isSameOrigin(request.headers, env().AUS_URL)) {
    throw new Refusal(
      "forbidden",
      "A signed-in person's changes are taken from this service's own pages only",
    );
  }
  return { actor, source: "ui" };
}

/** @throws Refusal "unauthenticated" */
async function unknownReader(publicRead: boolean): Promise<Actor> {
  const reader = publicRead ? await findPublicReader() : null;
  if (reader) return reader;
  throw new Refusal("unauthenticated", "Sign in, or send a token as Authorization: Bearer …");
}

async function findBearer(secret: string): Promise<Actor> {
  if (secret.startsWith(cliPrefix)) {
    const session = await findSession(secret, "cli");
    if (!session) throw new Refusal("unauthenticated", "The session has ended: sign in again");
    return session.person;
  }
  const token = await findToken(secret);
  if (!token) throw new Refusal("unauthenticated", "The token is unknown, expired or revoked");
  return token;
}

/** The secret that a request bears; null when it bears none. @throws Refusal "unauthenticated" */
export function bearerOf(request: Request): string | null {
  const header = request.headers.get("authorization");
  if (header === null) return null;
  const found = /^Bearer +(\S+) *$/i.exec(header);
  if (!found) throw new Refusal("unauthenticated", "The Authorization header is not of the form: Bearer …");
  return found[1] ?? null;
}

/** The id of the session that a request comes from; empty when it comes from none. */
export async function sessionIdOf(request: Request): Promise<string> {
  const secret = bearerOf(request);
  return secret === null ? ((await findSignedIn())?.id ?? "") : hashSecret(secret);
}

function isRead({ method }: Request): boolean {
  return method === "GET" || method === "HEAD";
}
