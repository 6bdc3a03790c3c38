import { createHash } from "node:crypto";

/** What tells one body from another: a strong entity tag. */
export function entityTag(body: string): string {
  return `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
}

/** Whether one of the tags of an If-None-Match is that of the answer. Caches weaken the tags of what they compress. */
export function isKnown(etag: string, ifNoneMatch: string): boolean {
  return ifNoneMatch.split(",").some((text) => {
    const tag = text.trim();
    return tag === "*" || tag === etag || tag === `W/${etag}`;
  });
}
