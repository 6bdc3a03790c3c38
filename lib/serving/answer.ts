import { decide } from "@/lib/decision/decide";
import { nothing, type Decision } from "@/lib/decision/decision";
import { toDocument } from "@/lib/decision/document";
import { KnownAnswers } from "@/lib/decision/known-answers";
import type { Snapshot } from "@/lib/decision/snapshot";
import type { Roll } from "@/lib/decision/throttle";
import { renderXml } from "@/lib/protocol/answer";
import { parseUpdateUrl, type RequestForm, type UpdateQuery } from "@/lib/protocol/request";
import type { ClientCounter } from "@/lib/traffic/counter";

/** An answer to a client, ready to be written. */
export type Answer = {
  readonly status: number;
  /** Name, value, name, value … as node:http takes them. */
  readonly headers: string[];
  /** A text, not bytes: it is sent in one piece with the headers, in half of the time. */
  readonly body: string;
  /** The headers as they are written, an empty line, and the body. */
  readonly rest: string;
  /** ASCII is written as latin1, which costs less. */
  readonly encoding: "latin1" | "utf8";
};

/** Ends the URLs that the service asks itself to see whether nodes answer as they should. */
export const checkMark = "&aus-check=1";

export type ServingPolicy = {
  readonly roll: Roll;
  /** True: a client's roll is always the same, so that shared caches must not keep what a roll decided. */
  readonly sticky: boolean;
  /** How long caches may keep an answer, in seconds. */
  readonly maxAge: number;
};

export type ClientRequest = {
  readonly method: string;
  /** Path and query string, exactly as they came in. */
  readonly url: string;
  readonly userAgent: string | undefined;
  readonly address: string;
};

const securityHeaders = [
  "X-Content-Type-Options",
  "nosniff",
  "Strict-Transport-Security",
  "max-age=31536000; includeSubDomains",
  "Content-Security-Policy",
  "default-src 'none'; frame-ancestors 'none'",
];

const wrongMethod = readyToWrite(
  405,
  [
    "Allow",
    "GET, HEAD",
    "Content-Type",
    "text/plain; charset=utf-8",
    "Content-Length",
    "0",
    ...securityHeaders,
  ],
  "",
);

function readyToWrite(status: number, headers: string[], body: string): Answer {
  const lines = headers.map((text, index) => text + (index % 2 === 0 ? ": " : "\r\n"));
  const head = `${lines.join("")}\r\n`;
  const encoding = Buffer.byteLength(body) === body.length ? "latin1" : "utf8";
  // Flat, so that writing it needs no joining; the body is a part of it and takes no memory of its own.
  const rest = Buffer.from(head + body, encoding).toString(encoding);
  return { status, headers, rest, body: rest.slice(head.length), encoding };
}

/**
 * Answers a request below /update, /update2 or /json. Never throws: whatever is wrong with a request is
 * answered with the empty update.
 *
 * @param counter counts the request and what it is answered, unless the service asks itself
 */
export function answer(
  snapshot: Snapshot,
  request: ClientRequest,
  policy: ServingPolicy,
  counter: ClientCounter | null = null,
): Answer {
  if (request.method !== "GET" && request.method !== "HEAD") return wrongMethod;
  const parsed = parseUpdateUrl(request.url, request);
  if (parsed.kind === "unreadable") {
    counter?.countOther();
    return makeAnswer(unreadable, parsed.form, emptyBody(parsed.form), policy);
  }
  const { query } = parsed;
  const decision = decide(snapshot, query, (key) => policy.roll(request.address, key));
  if (counter !== null && !request.url.endsWith(checkMark)) counter.count(snapshot, query, decision);
  return answersOf(snapshot, policy).get(decision, query, () =>
    makeAnswer(decision, query.form, bodyOf(snapshot, decision, query), policy),
  );
}

let newest: { snapshot: Snapshot; policy: ServingPolicy; answers: KnownAnswers<Answer> } | undefined;

/** Answers are known for one snapshot at a time: the newest, but in tests. */
function answersOf(snapshot: Snapshot, policy: ServingPolicy): KnownAnswers<Answer> {
  if (newest?.snapshot === snapshot && newest.policy === policy) return newest.answers;
  newest = { snapshot, policy, answers: new KnownAnswers(({ rest }) => rest.length) };
  return newest.answers;
}

const unreadable: Decision = {
  rule: null,
  rolled: false,
  outside: false,
  outcome: nothing("unreadable request"),
};

function emptyBody(form: RequestForm): string {
  return form === "xml" ? renderXml({ kind: "empty" }) : "";
}

function bodyOf(snapshot: Snapshot, decision: Decision, query: UpdateQuery): string {
  if (query.form === "xml") return renderXml(toDocument(snapshot, decision, query));
  return decision.outcome.kind === "json" ? JSON.stringify(decision.outcome.body ?? {}) : "";
}

function makeAnswer(
  { rule, rolled, outcome }: Decision,
  form: RequestForm,
  body: string,
  policy: ServingPolicy,
): Answer {
  const visibility = rolled && policy.sticky ? "private" : "public";
  return readyToWrite(
    // Clients of JSON products take anything but 200 for "no update".
    form === "json" && outcome.kind !== "json" ? 404 : 200,
    [
      "Content-Type",
      form === "json" ? "application/json" : "text/xml; charset=utf-8",
      "Content-Length",
      String(Buffer.byteLength(body)),
      "Cache-Control",
      `${visibility}, max-age=${policy.maxAge}`,
      ...securityHeaders,
      ...(rule ? ["Rule-ID", String(rule.id), "Rule-Data-Version", String(rule.rowVersion)] : []),
    ],
    body,
  );
}
