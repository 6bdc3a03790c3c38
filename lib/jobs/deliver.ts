import { placeholder } from "@/lib/hooks/adapter";
import { chatMessage } from "@/lib/hooks/chat";
import { tellingOf } from "@/lib/hooks/chat-words";
import type { ToSend } from "@/lib/hooks/store";
import { signedHeaders } from "@/lib/hooks/signature";
import { programVersion } from "@/lib/program-version";

/** Milliseconds within which a receiver has to answer. */
const patience = 10_000;

/** What became of an attempt. A null problem: it arrived. */
export type Answer = { readonly status: number | null; readonly problem: string | null };

type Around = { readonly now: Date; readonly until: AbortSignal | undefined };

/** Sends a delivery once, until it is called off. Whatever is wrong with the receiver comes back as a problem. */
export async function send({ id, url, secret, body }: ToSend, { now, until }: Around): Promise<Answer> {
  if (secret === null) return { status: null, problem: "The hook has no secret to sign with: make it one" };
  const at = Math.floor(now.getTime() / 1000);
  return post(url, { body, headers: signedHeaders(secret, { id: `delivery-${id}`, at, body }), until });
}

/**
 * As `send`, in a sentence for the people of a chat.
 * @param service where people reach us; null: unknown
 */
export async function sendToChat(
  { url, secret }: ToSend,
  { adapter, payload }: NonNullable<ToSend["chat"]>,
  { until, service }: Pick<Around, "until"> & { readonly service: string | null },
): Promise<Answer> {
  if (secret === null && url.includes(placeholder)) {
    return { status: null, problem: `The hook has no credential to put for ${placeholder}: give it one` };
  }
  const body = JSON.stringify(chatMessage(adapter, tellingOf(payload, service)));
  return post(
    url.replaceAll(placeholder, () => secret ?? ""),
    { body, headers: {}, until },
  );
}

type Post = { readonly body: string; readonly headers: Record<string, string> } & Pick<Around, "until">;

async function post(url: string, { body, headers, until }: Post): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "user-agent": `aus3/${programVersion}`,
        ...headers,
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
