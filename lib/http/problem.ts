import { Refusal, type RefusalCode } from "@/lib/errors";
import { logDefect } from "@/lib/log";
import { currentTrace } from "@/lib/trace";

const statuses: Readonly<Record<RefusalCode, readonly [status: number, title: string]>> = {
  malformed: [400, "The request cannot be read"],
  unauthenticated: [401, "Sign in, or send a token"],
  forbidden: [403, "Not allowed"],
  "not-found": [404, "Not found"],
  conflict: [409, "Somebody else was faster"],
  "needs-sign-off": [409, "It needs to be signed first"],
  "too-large": [413, "Too large"],
  limited: [429, "Too many attempts"],
  invalid: [422, "The request is not sound"],
  unavailable: [503, "Not available now"],
};

/**
 * Tells a caller why it was refused, as RFC 9457 problem details. Of a defect it is told nothing.
 * @param isConditional whether the request named a row version in If-Match: a conflict means that it has another
 */
export function problem(error: unknown, { isConditional = false } = {}): Response {
  if (!(error instanceof Refusal)) {
    logDefect(error, "a request to the API ended in a defect");
    return respond(500, "Something went wrong here", {
      code: "internal",
      detail: "The service's log has the cause, under this trace.",
      trace: currentTrace(),
    });
  }
  const [ordinary, title] = statuses[error.code];
  const status = error.code === "conflict" && isConditional ? 412 : ordinary;
  const { code, message: detail, errors, conflicts, missing, retryAfter } = error;
  const response = respond(status, title, {
    code,
    detail,
    ...(errors.length > 0 && { errors }),
    ...(conflicts.length > 0 && { conflicts }),
    ...(missing.length > 0 && { missing }),
  });
  if (retryAfter !== null) response.headers.set("retry-after", String(retryAfter));
  return response;
}

function respond(status: number, title: string, rest: object): Response {
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  if (status === 401) headers.set("www-authenticate", "Bearer");
  return new Response(JSON.stringify({ type: "about:blank", title, status, ...rest }), { status, headers });
}
