import type { ToSend } from "@/lib/hooks/store";
import { signedHeaders } from "@/lib/hooks/signature";
import { programVersion } from "@/lib/program-version";

/** Milliseconds within which a receiver has to answer. */
const patience = 10_000;

/** What became of an attempt. A null problem: it arrived. */
export type Answer = { readonly status: number | null; readonly problem: string | null };

/** Sends a delivery once, until it is called off. Whatever is wrong with the receiver comes back as a problem. */
export async function send(
  { id, url, secret, body }: ToSend,
  { now, until }: { now: Date; until: AbortSignal | undefined },
): Promise<Answer> {
  if (secret === null) return { status: null, problem: "The hook has no secret to sign with: make it one" };
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "user-agent": `aus3/${programVersion}`,
        ...signedHeaders(secret, {
          id: `delivery-${id}`,
          at: Math.floor(now.getTime() / 1000),
          body,
        }),
      },
      body,
      // Only what an administrator wrote is asked, not what its answers name.
      redirect: "manual",
      signal: AbortSignal.any([AbortSignal.timeout(patience), ...(until ? [until] : [])]),
    });
    await response.body?.cancel();
    return { status: response.status, problem: response.ok ? null : `It answered ${response.status}` };
  } catch (error) {
    return { status: null, problem: reasonOf(error) };
  }
}

/** In words for people. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `It did not answer within ${patience / 1000} s`;
  const { cause } = error;
  return cause instanceof Error ? cause.message || error.message : error.message;
}
