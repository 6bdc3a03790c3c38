import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";

const running = new AsyncLocalStorage<string>();

const wellFormed = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-|$)/;

/**
 * Does what was asked for under the trace that the caller belongs to, or a new one: whatever is logged meanwhile names
 * it.
 *
 * @param parent the header `traceparent` of W3C Trace Context; anything else counts as none
 */
export function traced<T>(parent: string | null, work: () => T): T {
  const id = wellFormed.exec(parent ?? "")?.[1] ?? randomBytes(16).toString("hex");
  return running.run(id, work);
}

/** Under which trace this is done; null: under none. */
export function currentTrace(): string | null {
  return running.getStore() ?? null;
}
