import type { Configuration } from "@/lib/configuration/configuration";
import { decide } from "@/lib/decision/decide";
import type { Decision } from "@/lib/decision/decision";
import { toDocument } from "@/lib/decision/document";
import { compileSnapshot, type Snapshot } from "@/lib/decision/snapshot";
import { parseUpdateUrl, type UpdateQuery } from "@/lib/protocol/request";
import type { Rule } from "@/lib/rules/rule";

import { compareAnswer, type Difference } from "./compare";
import type { Demand } from "./demand";
import { servedBy } from "./served";
import { stateKey, updateUrl } from "./tree";

/** A client state that would not get what it must. */
export type StateDifference = Difference & {
  readonly state: string;
  /** Why the service gives no update; null when it gives one. */
  readonly reason: string | null;
};

/**
 * Decides every demand by a configuration, and returns those that come out differently.
 *
 * @param onPurpose where a snippet says "no update", a rule must say so too
 */
export function findDifferences(
  demands: readonly Demand[],
  configuration: Configuration,
  { onPurpose }: { onPurpose: boolean } = { onPurpose: false },
): StateDifference[] {
  const snapshot = snapshotOf(configuration);
  return demands.flatMap((demand) => {
    const difference = tryDemand(snapshot, demand, onPurpose);
    return difference ? [difference] : [];
  });
}

function tryDemand(snapshot: Snapshot, demand: Demand, onPurpose: boolean): StateDifference | null {
  const state = stateKey(demand.state);
  const request = parseUpdateUrl(updateUrl(demand.state));
  if (request.kind !== "query") {
    const got = `a request that cannot be read: ${request.reason}`;
    return { state, expected: "an answer", got, reason: null };
  }
  // A person who asks passes every throttle, so that no roll is ever needed.
  const decision = decide(snapshot, request.query, () => 0);
  const served = servedBy(toDocument(snapshot, decision, request.query));
  const { complete, partial } = compareAnswer(demand.offer, served);
  const difference = complete ?? partial;
  const reason = reasonOf(decision, request.query);
  if (difference) return { state, ...difference, reason };
  const isMeant = reason === unreadable || reason === "the rule maps to nothing";
  if (!onPurpose || !demand.stopped || isMeant) return null;
  return { state, expected: "a rule that says no update", got: "no update for want of one", reason };
}

const unreadable = "the client's version cannot be read";

function reasonOf({ outcome }: Decision, query: UpdateQuery): string | null {
  if (outcome.kind !== "nothing") return null;
  return query.read.mozilla ? outcome.reason : unreadable;
}

/** A configuration as the service would serve it; rules without an id come after the others. */
export function snapshotOf(configuration: Configuration): Snapshot {
  let id = Math.max(0, ...configuration.rules.map((rule) => rule.id ?? 0));
  const rules = configuration.rules.map((rule): Rule => ({ ...rule, id: rule.id ?? ++id, rowVersion: 1 }));
  return compileSnapshot({ ...configuration, revision: 0, rules });
}
