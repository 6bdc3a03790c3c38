import { answerKey } from "@/lib/decision/answer-key";
import { decide } from "@/lib/decision/decide";
import type { Decision, Outcome, Update } from "@/lib/decision/decision";
import { toDocument } from "@/lib/decision/document";
import type { Snapshot } from "@/lib/decision/snapshot";
import { renderXml } from "@/lib/protocol/answer";
import type { UpdateQuery } from "@/lib/protocol/request";

/** What a client gets from one snapshot: at best, and else. */
export type Answers = {
  readonly snapshot: Snapshot;
  /** For whoever falls inside every rate. */
  readonly inside: Decision;
  /** For whoever falls outside its rule's rate; null: nobody does. */
  readonly outside: Decision | null;
  /** The percentage of background checks that get the first. */
  readonly share: number;
  /** Equal keys of one snapshot: equal in everything that is compared. */
  readonly key: string;
};

/** @param query of somebody who asks, `force` 1: throttles are passed */
export function answersFor(snapshot: Snapshot, query: UpdateQuery): Answers {
  const inside = decide(snapshot, query, () => 0);
  const rate = inside.rule?.backgroundRate ?? 100;
  const outside = rate < 100 ? decide(snapshot, { ...query, force: "-1" }, () => 0) : null;
  const share = (rate * snapshot.settings.throttle * snapshot.product(query.product).throttle) / 10_000;
  const keys = [inside, outside].map((decision) => decision && keyOf(decision, query));
  return { snapshot, inside, outside, share, key: `${keys.join(" | ")} ${share}` };
}

function keyOf(decision: Decision, query: UpdateQuery): string {
  const { outcome } = decision;
  return outcome.kind === "nothing"
    ? `${decision.rule?.id ?? ""} ${outcome.reason}`
    : answerKey(decision, query);
}

/** The XML or JSON of an answer. */
export function bodyOf(snapshot: Snapshot, decision: Decision, query: UpdateQuery): string {
  if (decision.outcome.kind === "json") return JSON.stringify(decision.outcome.body ?? {});
  return renderXml(toDocument(snapshot, decision, query));
}

/** What an answer comes to: the release that it brings, or why it brings none. */
export function labelOf(outcome: Outcome): string {
  if (outcome.kind === "nothing") return `no update: ${outcome.reason}`;
  const { name } = outcome.release.release;
  return outcome.kind === "desupport" ? `the notice ${name}` : name;
}

/** Whether two answers of two snapshots are the same to the letter, as far as can be told without writing them. */
export function areSame(before: Decision, after: Decision): boolean {
  const [a, b] = [before.outcome, after.outcome];
  if (a.kind === "nothing" && b.kind === "nothing") return true;
  if (a.kind !== "update" || b.kind !== "update") return false;
  const isOneBuild = a.build.build === b.build.build && a.build.content === b.build.content;
  const isOneType = before.rule?.updateType === after.rule?.updateType;
  return isOneBuild && isOneType && choiceOf(a) === choiceOf(b);
}

/** What is chosen of a build for a client. */
function choiceOf({ complete, partial, groups }: Update): string {
  const patches = [complete, partial].map((patch) => (patch ? `${patch.index} ${patch.url}` : ""));
  return [...patches, ...groups.map(({ index }) => index)].join("\n");
}
