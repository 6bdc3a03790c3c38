import { hash, verify } from "@node-rs/argon2";

// OWASP's second choice for argon2id: 19 MiB, two passes.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let decoy: Promise<string> | undefined;

/** The password as an argon2id string that carries its own salt and cost. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/**
 * Whether this is the password behind the hash. A null hash (no such account, or one without a password)
 * takes as long as a real one, so that time does not tell which accounts exist.
 */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  decoy ??= hashPassword("no account has this password");
  const matches = await verify(passwordHash ?? (await decoy), password);
  return matches && passwordHash !== null;
}
