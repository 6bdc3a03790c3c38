import { Refusal, type RefusalCode } from "@/lib/errors";
import { logDefect } from "@/lib/log";

type Told = readonly [status: number, title: string, detail: string | null];

/** In Balrog's words where it has some; null: in ours. */
const told: Readonly<Record<RefusalCode, Told>> = {
  malformed: [400, "Bad Request", null],
  invalid: [400, "Bad Request", null],
  conflict: [400, "Bad Request", "OutdatedDataError"],
  "needs-sign-off": [400, "Bad Request", "Signoff Required"],
  unauthenticated: [401, "Unauthenticated", null],
  forbidden: [403, "Forbidden", null],
  "not-found": [404, "Not Found", null],
  "too-large": [413, "Too Large", null],
  limited: [429, "Too Many Requests", null],
  unavailable: [503, "Not Available", null],
};

/** Tells a client of Balrog's why it was refused, in Balrog's form: `exception` says what exactly. */
export function balrogProblem(error: unknown): Response {
  if (!(error instanceof Refusal)) {
    logDefect(error, "a request to Balrog's API ended in a defect");
    return respond(500, { title: "Internal Server Error", detail: "The service's log has the cause." });
  }
  const [status, title, detail] = told[error.code];
  const errors = error.errors.map((one) =>
    one.pointer === "" ? one.detail : `${one.pointer}: ${one.detail}`,
  );
  const exception = errors.length > 0 ? errors : error.message;
  return respond(status, { title, detail: detail ?? error.message, exception });
}

function respond(status: number, rest: object): Response {
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  if (status === 401) headers.set("www-authenticate", "Bearer");
  return new Response(JSON.stringify({ type: "about:blank", status, ...rest }), { status, headers });
}
