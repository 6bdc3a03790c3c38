import { createHash, randomBytes } from "node:crypto";

/** 256 bits of chance, fit for cookies, addresses and headers. */
export function newSecret(prefix = ""): string {
  return prefix + randomBytes(32).toString("base64url");
}

/** How a secret is kept. Without salt, so that it can be looked up: a random one has no dictionary. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
