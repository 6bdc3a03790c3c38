import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/** Where a service takes what its nodes send. */
export const reportPath = "/node-report";

/** The header with which a node shows that it knows the deployment's AUS_SECRET. */
export const signatureHeader = "aus-node-signature";

/** The signature of what a node sends. */
export function signatureOf(secret: string, path: string, body: string): string {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "aus3 node reports", 32));
  return createHmac("sha256", key).update(`${path}\n`).update(body).digest("hex");
}

export function isSigned(
  secret: string,
  { path, body, signature }: { path: string; body: string; signature: string | null },
): boolean {
  const right = Buffer.from(signatureOf(secret, path, body));
  const given = Buffer.from(signature ?? "");
  return right.length === given.length && timingSafeEqual(right, given);
}
