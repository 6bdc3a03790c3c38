import type { Answer } from "./answer";
import type { Difference } from "./compare";

/** A way in which this service's answers are meant to differ from those of AUS2, AUS3 and Balrog. */
export type IntendedDifference = {
  readonly reason: string;
  /** @param before what the old service answered */
  readonly covers: (difference: Difference, before: Answer) => boolean;
};

/** What asking again has shown; each is counted under its reason. */
export const shownByAsking = {
  osVersion:
    "The OS version was encoded twice by the client: it is decoded twice here, once by the old service",
  throttle: "A throttle's roll decided: asked with force=1, both services answer the same",
} as const;

/** Every difference that is meant and shows in the answers alone. */
export const intendedDifferences: readonly IntendedDifference[] = [
  {
    reason:
      "The old service refused what is answered with 200 here, so that the client's check does not fail",
    covers: ({ cause, where }) => cause === "old refused" && /^status (400|404|500)$/.test(where),
  },
  {
    reason: 'An attribute without a value is left out; the old service wrote "None"',
    covers: (difference) => difference.field !== null && difference.old === "None" && difference.new === null,
  },
  {
    reason: "Characters that the old service forgot to escape are escaped",
    covers: (difference) =>
      difference.cause === "old malformed" || (difference.cause === "attribute" && isUnescaped(difference)),
  },
  {
    reason: "An update type that no client understands is minor here",
    covers: ({ where, field, old, new: now }) =>
      where === "update" && field === "type" && now === "minor" && old !== null && old !== "major",
  },
  {
    reason: "An application release inside a bundle contributes nothing; the old service wrote its patches",
    covers: ({ cause, where }, before) => cause === "missing" && where.endsWith(" patch") && isAddOns(before),
  },
];

/** "&lt;" in the data is not escaped a second time. */
function isUnescaped({ old, new: now }: Difference): boolean {
  return old !== null && old !== now && old.replaceAll("&lt;", "<") === now;
}

function isAddOns(answer: Answer): boolean {
  return answer.kind === "document" && answer.things.has("add-ons") && !answer.things.has("update");
}

/** Why a difference is meant; null: nobody meant it. */
export function reasonFor(difference: Difference, before: Answer): string | null {
  return intendedDifferences.find(({ covers }) => covers(difference, before))?.reason ?? null;
}
