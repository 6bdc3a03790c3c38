"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";

import { attempt } from "../../editing";
import type { CreateAccount } from "@/components/settings/account-dialog";
import type { MakeLink } from "@/components/settings/password-link-dialog";
import type { NewToken } from "@/components/settings/token-dialog";
import type { Made } from "@/components/settings/use-made";
import { grantSchema, tokenScopeSchema } from "@/lib/access/role";
import { createUser } from "@/lib/access/service";
import { requireActor } from "@/lib/access/session";
import { issueSecret, mintToken } from "@/lib/access/token";
import { makePasswordLink, type PasswordLink } from "@/lib/password-links/service";

import { reason } from "./reason";

const dayLength = 86_400_000;

const accountSchema = z.strictObject({
  email: z.string().max(254),
  name: z.string().max(200),
  grants: z.array(grantSchema),
  signsIn: z.enum(["link", "provider"]),
  reason,
});

export async function createAccount(given: Parameters<CreateAccount>[0]): ReturnType<CreateAccount> {
  return attempt(accountSchema, given, async ({ reason: why, signsIn, ...account }) => {
    const actor = await requireActor();
    // With the account its first link is allowed, so that nobody has to sign for that again.
    const user = { ...account, password: null, passwordLinks: signsIn === "link" ? 1 : 0 };
    const { email } = await createUser(actor, user, () => Promise.resolve(), why);
    const link = signsIn === "link" ? shownLink(await makePasswordLink(actor, email)) : null;
    revalidatePath("/", "layout");
    return { email, link };
  });
}

/** A link by which somebody sets another password, or the first. */
export async function linkForPassword(email: string): ReturnType<MakeLink> {
  return attempt(z.string().max(254), email, async (of) => {
    const link = shownLink(await makePasswordLink(await requireActor(), of));
    revalidatePath("/", "layout");
    return { link };
  });
}

function shownLink({ token, expiresAt }: PasswordLink) {
  return { token, expiresAt: expiresAt.toISOString() };
}

const tokenSchema = z.strictObject({
  name: z.string().trim().min(1, "Name what or who uses it").max(100),
  scope: tokenScopeSchema,
  products: z.array(z.string()),
  channel: z.string(),
  days: z.coerce.number().int().min(1).max(3_650),
  comment: z.string().nullable(),
  reason,
});

export async function createToken(given: NewToken): Promise<Made<{ secret: string }>> {
  return attempt(tokenSchema, given, async ({ days, ...token }) => {
    const expiresAt = new Date(Date.now() + days * dayLength);
    const secret = await mintToken(await requireActor(), { ...token, expiresAt });
    revalidatePath("/", "layout");
    return { secret };
  });
}

/** The secret of a token whose change set had to be signed by others first. */
export async function issueTokenSecret(name: string): Promise<Made<{ secret: string }>> {
  return attempt(z.string().max(100), name, async (token) => {
    const secret = await issueSecret(await requireActor(), token);
    revalidatePath("/", "layout");
    return { secret };
  });
}
