import { createHmac } from "node:crypto";

/** What secrets begin with, so that people and scanners of leaks know them. */
export const secretPrefix = "whsec_";

/**
 * The headers by which a receiver knows that a delivery is ours, as https://www.standardwebhooks.com has them.
 *
 * @param secret the prefix, then base64
 * @param at in seconds since 1970
 */
export function signedHeaders(
  secret: string,
  { id, at, body }: { id: string; at: number; body: string },
): Record<string, string> {
  const key = Buffer.from(secret.slice(secretPrefix.length), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${at}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": String(at), "webhook-signature": `v1,${signature}` };
}
