import { createHmac } from "node:crypto";

/**
 * Where a client falls: an integer from 0 up to, not including, 100. It goes on when that is below the rate.
 *
 * @param address the client's network address; neither stored nor logged.
 * @param key what is being throttled, so that the rolls of two rules or releases have nothing to do with each other.
 */
export type Roll = (address: string, key: string) => number;

/** The same client falls at the same place each time, so that raising a rate never takes an update back. */
export function stickyRoll(secret: string): Roll {
  return (address, key) => {
    const digest = createHmac("sha256", secret).update(address).update("\0").update(key).digest();
    // 2^32 is no multiple of 100: the bias is below one in 40 million.
    return digest.readUInt32BE(0) % 100;
  };
}

/** A new throw for each answer. */
export function dice(random: () => number): Roll {
  return () => Math.floor(random() * 100);
}

/** The key of a rule's own rate: a new mapping is a new lottery, a raised rate is not. */
export function rateKey(rule: { readonly id: number; readonly mapping: string | null }): string {
  return `rule ${rule.id} ${rule.mapping ?? ""}`;
}
