import type { Actor } from "@/lib/access/role";
import { Refusal } from "@/lib/errors";
import { once } from "@/lib/idempotency/service";

/**
 * The key by which a caller may repeat a request; null when it gives none.
 * @throws Refusal "malformed"
 */
export function idempotencyKeyOf({ method, headers }: Request): string | null {
  const key = headers.get("idempotency-key");
  if (key === null || (method !== "POST" && method !== "PUT")) return null;
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new Refusal("malformed", "An Idempotency-Key has 1 to 200 visible ASCII characters and no blank");
}

/**
 * Answers a request once, however often it comes.
 * @param body as it was read
 */
export async function answerOnce(
  { actor, key, body }: { actor: Actor; key: string; body: unknown },
  request: Request,
  answer: () => Promise<Response>,
): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const conditions = request.headers.get("if-match") ?? "";
  const whole = JSON.stringify([request.method, pathname, search, conditions, body ?? null]);
  const own: { response?: Response } = {};
  const { status, body: text } = await once(
    actor,
    { key, request: whole },
    async () => {
      own.response = await answer();
      return { status: own.response.status, body: await own.response.clone().text() };
    },
    withoutSecret,
  );
  if (own.response) return own.response;
  const type = status < 400 ? "application/json" : "application/problem+json";
  return new Response(text, {
    status,
    headers: { "content-type": type, "cache-control": "no-store", "idempotent-replayed": "true" },
  });
}

/** A secret is shown once, and kept nowhere. */
function withoutSecret(text: string): string {
  if (!text.includes('"secret"')) return text;
  const body: unknown = JSON.parse(text);
  if (typeof body !== "object" || body === null || !("secret" in body)) return text;
  return JSON.stringify({ ...body, secret: null });
}
