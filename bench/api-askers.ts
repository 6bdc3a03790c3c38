import { demoAccounts } from "@/lib/access/demo-accounts";
import { system, tokenScopes } from "@/lib/access/role";
import { mintToken } from "@/lib/access/token";
import { openSession } from "@/lib/sessions/service";

/** Somebody who asks the API. */
export type Asker = {
  /** Null: asks without any. */
  readonly secret: () => Promise<string | null>;
  /** After what was the secret counts no more. */
  readonly renew: () => void;
};

const nobody: Asker = { secret: () => Promise.resolve(null), renew: () => undefined };

/** The demo's people, a token of each scope, and nobody. */
export async function askers(): Promise<Map<string, Asker>> {
  const found = new Map<string, Asker>([["nobody", nobody]]);
  for (const { email, name, grant } of demoAccounts) {
    const person = {
      kind: "person",
      id: email,
      email,
      name,
      grants: [{ role: grant, product: "*" }],
    } as const;
    found.set(
      grant,
      renewed(async () => (await openSession(person, "cli", null)).secret),
    );
  }
  for (const scope of tokenScopes) {
    const secret = await mintToken(system("fuzz"), { name: `fuzz ${scope}`, scope, expiresAt: null });
    found.set(`${scope} token`, { secret: () => Promise.resolve(secret), renew: () => undefined });
  }
  return found;
}

function renewed(open: () => Promise<string>): Asker {
  let secret = open();
  return {
    secret: () => secret,
    renew: () => {
      secret = open();
    },
  };
}
