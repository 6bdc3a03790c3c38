import { byGroup, type AnswerGroup, type ByGroup } from "@/lib/caching/answer-groups";
import { keysOfAnswer } from "@/lib/caching/cache-key";
import { cacheControl, keyHeaders, plainCaching, type Caching } from "@/lib/caching/caching";
import { entityTag } from "@/lib/caching/conditional";
import { decide } from "@/lib/decision/decide";
import { nothing, type Decision, type Outcome } from "@/lib/decision/decision";
import { toDocument } from "@/lib/decision/document";
import { KnownAnswers, Room } from "@/lib/decision/known-answers";
import type { Snapshot } from "@/lib/decision/snapshot";
import type { Roll } from "@/lib/decision/throttle";
import { renderXml } from "@/lib/protocol/answer";
import { parseUpdateUrl, type RequestForm, type UpdateQuery } from "@/lib/protocol/request";
import { AwaitedAnswer, type Signed, type SigningService } from "@/lib/signing/awaited-answer";
import type { ClientCounter } from "@/lib/traffic/counter";

/** What an answer says, for those who count. */
export type AnswerKind = Outcome["kind"] | "unreadable" | "refused";

/** An answer to a client, ready to be written. */
export type Answer = {
  readonly kind: AnswerKind;
  readonly status: number;
  /** Of its body; null: it has none. */
  readonly etag: string | null;
  /** Name, value, name, value … as node:http takes them. */
  readonly headers: string[];
  /** A text, not bytes: it is sent in one piece with the headers, in half of the time. */
  readonly body: string;
  /** The headers as they are written, an empty line, and the body. */
  readonly rest: string;
  /** ASCII is written as latin1, which costs less. */
  readonly encoding: "latin1" | "utf8";
  /** The answer to send instead, as soon as it is there: this one waits for its signature. Null: this is it. */
  readonly later: Promise<Answer> | null;
};

/** Ends the URLs that the service asks itself to see whether nodes answer as they should. */
export const checkMark = "&aus-check=1";

export type ServingPolicy = {
  readonly roll: Roll;
  /** True: a client's roll is always the same, so that shared caches must not keep what a roll decided. */
  readonly sticky: boolean;
  /** How long caches may keep an answer, in seconds. */
  readonly maxAge: number;
  /** What else caches are told; absent: nothing. */
  readonly caching?: Caching;
  /** The signature of an answer's body, or who makes it; null: this product's are not signed. Absent: none are. */
  readonly sign?: (product: string | null, body: string) => string | SigningService | null;
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
  { kind: "refused", status: 405, etag: null, later: null },
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

function readyToWrite(
  about: Pick<Answer, "kind" | "status" | "etag" | "later">,
  headers: string[],
  body: string,
): Answer {
  const lines = headers.map((text, index) => text + (index % 2 === 0 ? ": " : "\r\n"));
  const head = `${lines.join("")}\r\n`;
  const encoding = Buffer.byteLength(body) === body.length ? "latin1" : "utf8";
  // Flat, so that writing it needs no joining; the body is a part of it and takes no memory of its own.
  const rest = Buffer.from(head + body, encoding).toString(encoding);
  return { ...about, headers, rest, body: rest.slice(head.length), encoding };
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
  const known = answersOf(snapshot, policy);
  const parsed = parseUpdateUrl(request.url, request);
  if (parsed.kind === "unreadable") {
    counter?.countOther();
    return known.unreadable(parsed.form);
  }
  const { query } = parsed;
  const decision = decide(snapshot, query, (key) => policy.roll(request.address, key));
  if (counter !== null && !request.url.endsWith(checkMark)) counter.count(snapshot, query, decision);
  const { answers, group } = known.of(query.product, query.channel);
  const make = () => makeKept(decision, query.form, bodyOf(snapshot, decision, query), { policy, group });
  return asItIs(answers.get(decision, query, make));
}

type Kept = Answer | AwaitedAnswer<Answer>;

function asItIs(kept: Kept): Answer {
  return kept instanceof AwaitedAnswer ? kept.current() : kept;
}

/** In characters. An awaited answer holds its body a second time. */
function sizeOf(kept: Kept): number {
  return kept instanceof AwaitedAnswer ? 2 * kept.body.length : kept.rest.length;
}

type Known = {
  readonly of: ByGroup<{ readonly group: AnswerGroup; readonly answers: KnownAnswers<Kept> }>;
  readonly unreadable: (form: RequestForm) => Answer;
};

let newest: { snapshot: Snapshot; policy: ServingPolicy; known: Known } | undefined;

/** Answers are known for one snapshot at a time: the newest, but in tests. */
function answersOf(snapshot: Snapshot, policy: ServingPolicy): Known {
  if (newest?.snapshot === snapshot && newest.policy === policy) return newest.known;
  newest = { snapshot, policy, known: nothingKnown(snapshot, policy) };
  return newest.known;
}

function nothingKnown(snapshot: Snapshot, policy: ServingPolicy): Known {
  const room = new Room();
  const keep = (group: AnswerGroup) => {
    return { group, answers: new KnownAnswers<Kept>(sizeOf, room) };
  };
  const unreadableFor = (form: RequestForm) =>
    makeKept(unreadable, form, emptyBody(form), { policy, group: anybody });
  const [xml, json] = [unreadableFor("xml"), unreadableFor("json")];
  return {
    of: dependsOnGroup(policy) ? byGroup(snapshot, keep) : forAll(keep(anybody)),
    unreadable: (form) => asItIs(form === "json" ? json : xml),
  };
}

const anybody: AnswerGroup = { product: null, keys: keysOfAnswer(null, null) };

function dependsOnGroup({ caching = plainCaching, sign }: ServingPolicy): boolean {
  return caching.keys !== "off" || sign !== undefined;
}

function forAll<Kept>(kept: Kept): () => Kept {
  return () => kept;
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

type Making = { readonly policy: ServingPolicy; readonly group: AnswerGroup };

function makeKept(decision: Decision, form: RequestForm, body: string, making: Making): Kept {
  const { policy, group } = making;
  const signature = body === "" ? null : (policy.sign?.(group.product, body) ?? null);
  const finish = (signing: Signing) => makeAnswer(decision, form, body, { ...making, signing });
  if (signature === null) return finish(unsigned);
  if (typeof signature === "string") return finish({ isSigned: true, signature, later: null });
  return new AwaitedAnswer(signature, body, (signed) => finish({ isSigned: true, ...signed }));
}

/** Whether answers like this one are signed, and what has come of it so far. */
type Signing = Signed<Answer> & { readonly isSigned: boolean };

const unsigned: Signing = { isSigned: false, signature: null, later: null };

function makeAnswer(
  decision: Decision,
  form: RequestForm,
  body: string,
  making: Making & { readonly signing: Signing },
): Answer {
  const { rule, outcome } = decision;
  const { signature, later } = making.signing;
  // Clients of JSON products take anything but 200 for "no update".
  const status = form === "json" && outcome.kind !== "json" ? 404 : 200;
  const etag = status === 200 ? entityTag(body) : null;
  return readyToWrite(
    { kind: outcome === unreadable.outcome ? "unreadable" : outcome.kind, status, etag, later },
    [
      "Content-Type",
      form === "json" ? "application/json" : "text/xml; charset=utf-8",
      "Content-Length",
      String(Buffer.byteLength(body)),
      ...(etag === null ? [] : ["ETag", etag]),
      ...headersForCaches(decision, making),
      ...(signature === null ? [] : ["Content-Signature", signature]),
      ...securityHeaders,
      ...(rule ? ["Rule-ID", String(rule.id), "Rule-Data-Version", String(rule.rowVersion)] : []),
    ],
    body,
  );
}

function headersForCaches(
  { rolled, outcome }: Decision,
  { policy, group, signing }: Making & { readonly signing: Signing },
): string[] {
  const { sticky, maxAge, caching = plainCaching } = policy;
  // Whoever insists on the signature that is missing finds it the next time.
  const isLacking = signing.isSigned && signing.signature === null;
  const control = isLacking ? "no-store" : cacheControl(outcome, rolled && sticky, { maxAge, caching });
  return ["Cache-Control", control, ...keyHeaders(caching.keys, group.keys)];
}

/** Headers that tell of a body, which an answer without one does not have. */
const ofBody = new Set(["Content-Type", "Content-Length", "Content-Signature"]);

/** What a client or cache is told that has the answer's body already. */
export function notModified({ kind, headers, etag }: Answer): Answer {
  const kept = headers.filter((_, index) => !ofBody.has(headers[index - (index % 2)] ?? ""));
  return readyToWrite({ kind, status: 304, etag, later: null }, kept, "");
}
