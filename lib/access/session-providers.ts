import "server-only";

import type { OAuthConfig, Provider } from "next-auth/providers/index";
import Credentials from "next-auth/providers/credentials";
import type { User } from "next-auth";

import { Refusal } from "@/lib/errors";
import { logDefect } from "@/lib/log";
import type { Visitor } from "@/lib/sessions/service";

import { signInWithProvider, type Claims } from "./oidc";
import { signIn, type SignedIn } from "./sign-in";
import type { ProviderSettings } from "./sign-in-settings";

export const providerId = "oidc";

/** By e-mail address and password. What the sign-in page has to know of a refusal travels as the error's message. */
export function passwordProvider(visitor: Visitor): Provider {
  return Credentials({
    credentials: { email: { type: "email" }, password: { type: "password" } },
    authorize: async (given) => {
      if (!given?.email || !given.password) return null;
      const signedIn = await signIn({ email: given.email, password: given.password }, visitor).catch(refuse);
      return signedIn && asUser(signedIn);
    },
  });
}

function refuse(error: unknown): null {
  if (error instanceof Refusal && error.code === "limited") {
    throw new Error(`limited:${error.retryAfter ?? 60}`);
  }
  if (error instanceof Refusal) return null;
  logDefect(error, "signing in ended in a defect");
  throw new Error("unavailable");
}

function asUser({ person, session }: SignedIn): User & { sessionSecret: string } {
  return { id: person.id, sessionSecret: session.secret };
}

/** Any provider that speaks OpenID Connect and tells by its discovery document how. */
export function openIdProvider(settings: ProviderSettings): OAuthConfig<Claims> {
  return {
    id: providerId,
    name: settings.name,
    type: "oauth",
    wellKnown: `${settings.issuer}/.well-known/openid-configuration`,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    authorization: { params: { scope: settings.scope } },
    checks: ["pkce", "state", "nonce"],
    idToken: true,
    userinfo: {
      // Providers differ in where they put addresses and groups. The library sees that both are about one person.
      request: async ({ client, tokens }) => ({
        ...(client.issuer.metadata.userinfo_endpoint === undefined
          ? {}
          : await client.userinfo(tokens as never)),
        ...(tokens as unknown as { claims: () => Claims }).claims(),
      }),
    },
    profile: (claims) => ({ id: String(claims["sub"]) }),
  };
}

/**
 * Lets in whom the provider vouches for, and puts the session onto the library's user.
 * @returns true, or where a person who is refused is told why
 */
export async function takeOver(user: User, claims: Claims, visitor: Visitor): Promise<string | true> {
  try {
    const outcome = await signInWithProvider(claims, visitor);
    if ("refused" in outcome) return `/sign-in?error=${outcome.refused}`;
    Object.assign(user, asUser(outcome));
    return true;
  } catch (error) {
    logDefect(error, "signing in through the provider ended in a defect");
    return "/sign-in?error=failed";
  }
}
