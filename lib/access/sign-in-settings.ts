import { z } from "zod";

import { readSettings } from "@/lib/env";
import type { SessionLimits } from "@/lib/sessions/expiry";

import { readGroupRoles, type GroupRoles } from "./group-roles";

const hour = 3_600_000;

/** An OpenID Connect provider whose people may sign in. */
export type ProviderSettings = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What its button says after "Sign in with". */
  readonly name: string;
  readonly scope: string;
  readonly groupsClaim: string;
  /** Null: people's roles are given here, by administrators. */
  readonly groupRoles: GroupRoles | null;
};

export type SignInSettings = {
  readonly sessionLimits: SessionLimits;
  /** Null: e-mail address and password are the only way in. */
  readonly provider: ProviderSettings | null;
};

const hours = (name: string) =>
  z.coerce
    .number(`${name} must be a number of hours`)
    .min(0.1, `${name} must be at least 0.1`)
    .max(8760, `${name} must be at most 8760, a year`);

const issuer = z
  .url("OIDC_ISSUER must be the provider's address, e.g. https://login.example.com")
  .refine(
    isPrivate,
    "OIDC_ISSUER must begin with https://: whoever listens in could sign in as anybody otherwise",
  )
  .transform((url) => url.replace(/\/(\.well-known\/openid-configuration)?$/, ""));

const groupRoles = z.string().transform((text, context) => {
  try {
    return readGroupRoles(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: `OIDC_ROLES: ${(error as Error).message}` });
    return z.NEVER;
  }
});

const schema = z
  .object({
    SESSION_IDLE_HOURS: hours("SESSION_IDLE_HOURS").default(12),
    SESSION_HOURS: hours("SESSION_HOURS").default(168),
    OIDC_ISSUER: issuer.optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    OIDC_NAME: z.string().max(40, "OIDC_NAME must fit on a button: 40 characters").default("single sign-on"),
    OIDC_SCOPE: z
      .string()
      .regex(/(^| )openid( |$)/, "OIDC_SCOPE must contain openid")
      .default("openid email profile"),
    OIDC_GROUPS_CLAIM: z.string().default("groups"),
    OIDC_ROLES: groupRoles.optional(),
  })
  .superRefine((given, context) => {
    for (const message of contradictions(given)) context.addIssue({ code: "custom", message });
  });

type Given = {
  OIDC_ISSUER?: string | undefined;
  OIDC_CLIENT_ID?: string | undefined;
  OIDC_CLIENT_SECRET?: string | undefined;
  OIDC_ROLES?: unknown;
  SESSION_IDLE_HOURS: number;
  SESSION_HOURS: number;
};

function contradictions(given: Given): string[] {
  const needed = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const;
  const missing = needed.filter((name) => given[name] === undefined);
  const wanted = missing.length < needed.length || given.OIDC_ROLES !== undefined;
  return [
    ...(wanted && missing.length > 0
      ? [`Set ${missing.join(" and ")} too: signing in through a provider needs all of ${needed.join(", ")}`]
      : []),
    ...(given.SESSION_IDLE_HOURS > given.SESSION_HOURS
      ? ["SESSION_IDLE_HOURS must not be more than SESSION_HOURS, which ends every session"]
      : []),
  ];
}

/** On this machine there is nobody to listen in. What is no address is complained of elsewhere. */
function isPrivate(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

let settings: SignInSettings | undefined;

/** @throws an Error that names every unusable setting and its remedy */
export function signInSettings(): SignInSettings {
  return (settings ??= toSettings(readSettings(schema)));
}

function toSettings(given: z.output<typeof schema>): SignInSettings {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = given;
  return {
    sessionLimits: { idle: given.SESSION_IDLE_HOURS * hour, absolute: given.SESSION_HOURS * hour },
    provider:
      OIDC_ISSUER === undefined || OIDC_CLIENT_ID === undefined || OIDC_CLIENT_SECRET === undefined
        ? null
        : {
            issuer: OIDC_ISSUER,
            clientId: OIDC_CLIENT_ID,
            clientSecret: OIDC_CLIENT_SECRET,
            name: given.OIDC_NAME,
            scope: given.OIDC_SCOPE,
            groupsClaim: given.OIDC_GROUPS_CLAIM,
            groupRoles: given.OIDC_ROLES ?? null,
          },
  };
}
