import { importBalrog } from "@/lib/balrog/import";
import { compileSnapshot, type Snapshot } from "@/lib/decision/snapshot";
import { answer, type ServingPolicy } from "@/lib/serving/answer";

import type { GivenAnswer } from "./compare";
import { readDocument, type Vector, type VectorFile } from "./vectors";

/** What is served after `aus import balrog FILE --scenario NUMBER --replace --skip-invalid`. */
export function snapshotOf(file: VectorFile, index: number): Snapshot {
  const { configuration } = importBalrog([{ file, document: readDocument(file) }], {
    scenario: String(index + 1),
  });
  return compileSnapshot({
    ...configuration,
    revision: 1,
    rules: configuration.rules.map((rule, i) => ({ ...rule, id: rule.id ?? i + 1, rowVersion: 1 })),
  });
}

/** Our answer, with dice that show what Balrog's did. */
export function answerTo(snapshot: Snapshot, vector: Vector, url = vector.url): GivenAnswer {
  const policy: ServingPolicy = { roll: () => vector.rand ?? 0, sticky: false, maxAge: 90 };
  const method = vector.method ?? "GET";
  const request = { method, url, userAgent: vector.userAgent, address: "192.0.2.1" };
  const { status, headers, body } = answer(snapshot, request, policy);
  const header = (name: string) => {
    const at = headers.findIndex((text, i) => i % 2 === 0 && text.toLowerCase() === name);
    return at < 0 ? null : (headers[at + 1] ?? null);
  };
  return {
    status,
    ruleId: header("rule-id"),
    contentType: header("content-type"),
    body: method === "HEAD" ? "" : body,
  };
}
