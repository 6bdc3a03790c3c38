import type { Meaning, Row, VersionOf } from "./meaning";
import { otherMeanings } from "./meaning-other";
import { ruleMeanings } from "./meaning-rule";

/**
 * What became of a row, by meaning: which clients get more or less, which release, at which rate. Fields that nothing
 * is said about are told field by field elsewhere.
 */
export function meaningsOf(
  { entity, before, after }: { entity: string; before: unknown; after: unknown },
  versionOf: VersionOf = () => null,
): Meaning[] {
  const [old, young] = [rowOf(before), rowOf(after)];
  if (entity === "rule") return ruleMeanings(old, young, versionOf);
  return otherMeanings(entity, old, young);
}

function rowOf(value: unknown): Row | null {
  return typeof value === "object" && value !== null ? (value as Row) : null;
}
