import { renderXml, type AnswerDocument } from "@/lib/protocol/answer";
import { parseUpdateUrl, type ParsedRequest } from "@/lib/protocol/request";

import { decide, type ClientRoll } from "./decide";
import { nothing, type Decision } from "./decision";
import { toDocument } from "./document";
import type { Snapshot } from "./snapshot";
import type { Trace, TraceStep } from "./trace";

/** An answer with everything that led to it. JSON-serialisable. */
export type Explanation = {
  readonly revision: number;
  readonly request: ParsedRequest;
  readonly decision: {
    readonly rule: { readonly id: number; readonly alias: string | null; readonly rowVersion: number } | null;
    readonly kind: Decision["outcome"]["kind"];
    /** Why there is no update; null when there is one. */
    readonly reason: string | null;
    readonly release: string | null;
    readonly rolled: boolean;
  };
  readonly trace: readonly TraceStep[];
  readonly document: AnswerDocument;
  readonly body: string;
  readonly contentType: "text/xml" | "application/json";
};

/** Answers a request as clients are answered, and tells why. */
export function explain(
  snapshot: Snapshot,
  { url, userAgent, roll }: { url: string; userAgent?: string | undefined; roll: ClientRoll },
): Explanation {
  const request = parseUpdateUrl(url, { userAgent });
  const trace: Trace = { steps: [] };
  const decision =
    request.kind === "query"
      ? decide(snapshot, request.query, roll, trace)
      : { rule: null, rolled: false, outside: false, outcome: nothing("unreadable request") };
  const document: AnswerDocument =
    request.kind === "query" ? toDocument(snapshot, decision, request.query) : { kind: "empty" };
  return {
    revision: snapshot.revision,
    request,
    decision: summarise(decision),
    trace: trace.steps,
    document,
    ...rendered(request, decision, document),
  };
}

function rendered(request: ParsedRequest, { outcome }: Decision, document: AnswerDocument) {
  const form = request.kind === "query" ? request.query.form : request.form;
  if (form === "xml") return { body: renderXml(document), contentType: "text/xml" } as const;
  return {
    body: outcome.kind === "json" ? JSON.stringify(outcome.body ?? {}) : "",
    contentType: "application/json",
  } as const;
}

function summarise({ rule, rolled, outcome }: Decision): Explanation["decision"] {
  return {
    rule: rule && { id: rule.id, alias: rule.alias, rowVersion: rule.rowVersion },
    kind: outcome.kind,
    reason: outcome.kind === "nothing" ? outcome.reason : null,
    release: outcome.kind === "nothing" ? null : outcome.release.release.name,
    rolled,
  };
}
