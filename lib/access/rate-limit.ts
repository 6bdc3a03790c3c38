import { createHmac } from "node:crypto";

import ipaddr from "ipaddr.js";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";

import { connections } from "@/lib/db/client";
import { env } from "@/lib/env";

/** Attempts to sign in, wrong ones only, in a window that begins with the first. */
const windowSeconds = 15 * 60;
const mostPerAccount = 10;
const mostPerAddress = 40;

// A development server reloads this module on every edit; the limiters' timers must not add up.
const shared = globalThis as { ausLimiters?: Limiters };

type Limiters = { account: RateLimiterPostgres; address: RateLimiterPostgres };

function limiters(): Limiters {
  return (shared.ausLimiters ??= {
    account: limiter("account", mostPerAccount),
    address: limiter("address", mostPerAddress),
  });
}

function limiter(keyPrefix: string, points: number): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: connections(),
    tableName: "sign_in_attempts",
    tableCreated: true,
    keyPrefix,
    points,
    duration: windowSeconds,
  });
}

/** What an attempt is held against. */
export type Attempt = {
  /** False: the account has been tried too often. Nobody is told, or attempts would find out what accounts there are. */
  readonly accountOpen: boolean;
  /** Seconds until this address may try again; null: now. */
  readonly retryAfter: number | null;
};

/** Counts an attempt before it is made, so that many at once count as many. */
export async function countAttempt(email: string, address: string): Promise<Attempt> {
  const { account, address: byAddress } = limiters();
  const retryAfter = await consume(byAddress, keyOf(networkOf(address)));
  if (retryAfter !== null) return { accountOpen: false, retryAfter };
  return { accountOpen: (await consume(account, keyOf(email))) === null, retryAfter: null };
}

/** Takes an attempt back that turned out to be the owner's. */
export async function forgiveAttempt(email: string, address: string): Promise<void> {
  const { account, address: byAddress } = limiters();
  await Promise.all([account.delete(keyOf(email)), byAddress.reward(keyOf(networkOf(address)))]);
}

/** @returns seconds until there is room again; null: there is */
async function consume(limiter: RateLimiterPostgres, key: string): Promise<number | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
  }
}

/** Keyed, so that the table does not tell who tried from where. */
function keyOf(name: string): string {
  return createHmac("sha256", env().AUS_SECRET).update(`sign-in attempt\0${name}`).digest("base64url");
}

/** Whoever has one address of IPv6 has its whole /64 to try from. */
function networkOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  const parts = ipaddr.IPv6.parse(address).toByteArray().slice(0, 8);
  return Buffer.from(parts).toString("hex");
}
