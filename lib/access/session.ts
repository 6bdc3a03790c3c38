import "server-only";

import type { NextAuthOptions } from "next-auth";
import { getToken } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import { cookies } from "next/headers";
import { cache } from "react";

import { env } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { log } from "@/lib/log";

import type { Person } from "./role";
import { findSession, revokeSession, signIn } from "./service";

const week = 7 * 24 * 60 * 60;

/** Browsers drop cookies marked Secure that come over plain HTTP. */
function isEncrypted(): boolean {
  return env().AUS_URL?.startsWith("https://") ?? false;
}

function cookieName(): string {
  return isEncrypted() ? "__Host-aus3.session" : "aus3.session";
}

/** How people sign in. The cookie carries the id of a row in `sessions` and nothing else: deleting the row ends it. */
export function authOptions(): NextAuthOptions {
  return {
    secret: env().AUS_SECRET,
    useSecureCookies: isEncrypted(),
    session: { strategy: "jwt", maxAge: week },
    cookies: {
      sessionToken: {
        name: cookieName(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: isEncrypted() },
      },
    },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: async (given) => {
          if (!given?.email || !given.password) return null;
          const signedIn = await signIn(given.email, given.password);
          return signedIn && { id: signedIn.person.id, sessionId: signedIn.sessionId };
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => {
        // On signing in only; the types say otherwise.
        const fresh = user as { sessionId?: unknown } | undefined;
        return typeof fresh?.sessionId === "string" ? { sid: fresh.sessionId } : { sid: token["sid"] };
      },
      session: async ({ token, session }) => {
        const person = await personOf(token["sid"]);
        return {
          expires: person ? session.expires : new Date(0).toISOString(),
          ...(person && { user: { name: person.name, email: person.email } }),
        };
      },
      // Only ever back to a page of ours, whatever Host a request claims.
      redirect: ({ url }) => (/^\/(?![/\\])/.test(url) ? url : "/"),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token["sid"] === "string") await revokeSession(token["sid"]);
      },
    },
    logger: {
      error: (code, details) => {
        log.error({ code, details }, "Signing in failed");
      },
      warn: (code) => {
        log.debug({ code }, "Signing in");
      },
      debug: () => undefined,
    },
  };
}

async function personOf(sessionId: unknown): Promise<Person | null> {
  return typeof sessionId === "string" ? findSession(sessionId) : null;
}

/** Who is behind the request in hand, with the grants they have now; null when nobody signed in. */
export const findActor = cache(async (): Promise<Person | null> => {
  const all = Object.fromEntries((await cookies()).getAll().map(({ name, value }) => [name, value]));
  // An object, not Headers: an Authorization header is the token API's, never a session.
  const req = { cookies: all, headers: {} } as unknown as Parameters<typeof getToken>[0]["req"];
  const token = await getToken({ req, secret: env().AUS_SECRET, cookieName: cookieName() });
  return personOf(token?.["sid"]);
});

/** @throws Refusal "unauthenticated" when nobody signed in, or the session ended. */
export async function requireActor(): Promise<Person> {
  const actor = await findActor();
  if (!actor) throw new Refusal("unauthenticated", "Sign in first");
  return actor;
}
