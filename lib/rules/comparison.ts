/** A condition that compares with one value. */
export type Comparison = { readonly operator: Operator; readonly operand: string };

type Operator = ">=" | ">" | "<=" | "<" | "=";

/** Splits ">=20201022" into operator and operand. No operator means equality. */
export function splitComparison(text: string): Comparison {
  const operator = /^[<>]=?/.exec(text)?.[0] as Operator | undefined;
  return operator ? { operator, operand: text.slice(operator.length) } : { operator: "=", operand: text };
}

/** Whether "difference operator 0" holds, where the difference is that of the request's value and the operand. */
export function holds(operator: Operator, difference: number): boolean {
  switch (operator) {
    case ">=":
      return difference >= 0;
    case ">":
      return difference > 0;
    case "<=":
      return difference <= 0;
    case "<":
      return difference < 0;
    case "=":
      return difference === 0;
  }
}

/** @throws RangeError that says what is wrong. */
export function parseBuildIDCondition(text: string): (buildID: string) => boolean {
  const { operator, operand } = splitComparison(text);
  // There are no wildcards: "2020*" is a build ID like any other, but nothing is before or after it.
  if (!/^[\w.*?-]+$/.test(operand) || (operator !== "=" && operand.includes("*"))) {
    throw new RangeError(
      `"${text}" is no build ID condition: write a build ID, or one of < <= > >= before it`,
    );
  }
  // Build IDs compare as strings, so that deployed rules such as "<9" keep their meaning.
  return (buildID) => holds(operator, buildID < operand ? -1 : buildID > operand ? 1 : 0);
}

/** @throws RangeError that says what is wrong. */
export function parseMemoryCondition(text: string): (megabytes: number | null) => boolean {
  const { operator, operand } = splitComparison(text);
  if (!/^\d+$/.test(operand)) {
    throw new RangeError(`"${text}" is no memory condition: write megabytes, e.g. 8192 or <2048`);
  }
  const bound = Number(operand);
  return (megabytes) => megabytes === null || holds(operator, megabytes - bound);
}
