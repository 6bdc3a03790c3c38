import "server-only";

import type { NextAuthOptions } from "next-auth";
import { getToken } from "next-auth/jwt";
import { cookies, headers } from "next/headers";
import { cache } from "react";

import { env } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { log } from "@/lib/log";
import { findSession, revokeSession, type Visitor } from "@/lib/sessions/service";

import type { Person } from "./role";
import { passwordProvider, openIdProvider, providerId, takeOver } from "./session-providers";
import { signInSettings } from "./sign-in-settings";

/** Browsers drop cookies marked Secure that come over plain HTTP. */
function isEncrypted(): boolean {
  return env().AUS_URL?.startsWith("https://") ?? false;
}

function cookieName(): string {
  return isEncrypted() ? "__Host-aus3.session" : "aus3.session";
}

/**
 * How people sign in. The cookie carries the secret of a row in `sessions` and nothing else: deleting the row ends it.
 * @param visitor who sent the request in hand
 */
export function authOptions(visitor: Visitor): NextAuthOptions {
  const { provider, sessionLimits } = signInSettings();
  return {
    secret: env().AUS_SECRET,
    useSecureCookies: isEncrypted(),
    session: { strategy: "jwt", maxAge: Math.ceil(sessionLimits.absolute / 1000) },
    cookies: {
      sessionToken: {
        name: cookieName(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: isEncrypted() },
      },
    },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [passwordProvider(visitor), ...(provider ? [openIdProvider(provider)] : [])],
    callbacks: {
      signIn: async ({ user, account, profile }) =>
        account?.provider === providerId ? takeOver(user, { ...profile }, visitor) : true,
      jwt: ({ token, user }) => {
        // On signing in only; the types say otherwise.
        const fresh = user as { sessionSecret?: unknown } | undefined;
        return typeof fresh?.sessionSecret === "string"
          ? { sid: fresh.sessionSecret }
          : { sid: token["sid"] };
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

async function personOf(secret: unknown): Promise<Person | null> {
  return typeof secret === "string" ? ((await findSession(secret))?.person ?? null) : null;
}

/** The session of the request in hand; null when nobody signed in. */
export const findSignedIn = cache(async (): Promise<{ id: string; person: Person } | null> => {
  const all = Object.fromEntries((await cookies()).getAll().map(({ name, value }) => [name, value]));
  // An object, not Headers: an Authorization header is the token API's, never a session.
  const req = { cookies: all, headers: {} } as unknown as Parameters<typeof getToken>[0]["req"];
  const token = await getToken({ req, secret: env().AUS_SECRET, cookieName: cookieName() });
  return typeof token?.["sid"] === "string" ? findSession(token["sid"]) : null;
});

/** Who is behind the request in hand, with the grants they have now; null when nobody signed in. */
export async function findActor(): Promise<Person | null> {
  return (await findSignedIn())?.person ?? null;
}

/** @throws Refusal "unauthenticated" when nobody signed in, or the session ended. */
export async function requireActor(): Promise<Person> {
  return (await requireSignedIn()).person;
}

/** As `requireActor`, with the id of the session. */
export async function requireSignedIn(): Promise<{ id: string; person: Person }> {
  const found = await findSignedIn();
  if (!found) throw new Refusal("unauthenticated", "Sign in first");
  return found;
}

/** Who sent the request in hand. The front process wrote the address, whatever the visitor claimed. */
export async function currentVisitor(): Promise<Visitor> {
  return visitorOf(await headers());
}

export function visitorOf(sent: Pick<Headers, "get">): Visitor {
  return { address: sent.get("x-forwarded-for") ?? "", userAgent: sent.get("user-agent") };
}
