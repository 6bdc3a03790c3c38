import type { Conflict } from "@/lib/errors";

type Fields = Readonly<Record<string, unknown>>;

export type ThreeWay = {
  readonly name: string;
  /** Undefined where the record does not reach back. */
  readonly base: unknown;
  readonly theirs: unknown;
  readonly mine: unknown;
  /** "both": each side set it, to different values: somebody has to choose. */
  readonly by: "mine" | "theirs" | "same" | "both";
};

/** The fields that either side changed; null when there is nothing to compare: a side deleted the row. */
export function compareSides({ base, theirs, mine }: Conflict): readonly ThreeWay[] | null {
  if (!isRow(theirs) || !isRow(mine)) return null;
  const before = isRow(base) ? base : {};
  const names = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])].filter(
    (name) => name !== "rowVersion" && mine[name] !== undefined,
  );
  const others = Object.keys(theirs).filter((name) => name !== "rowVersion" && !names.includes(name));
  return [...names, ...others].flatMap((name) => compareField(name, before, theirs, mine));
}

function compareField(name: string, before: Fields, theirs: Fields, mine: Fields): ThreeWay[] {
  const base = before[name];
  const told = { name, base, theirs: theirs[name], mine: name in mine ? mine[name] : base };
  const isTheirs = name in before && !same(base, told.theirs);
  const isMine = name in mine && !same(base, told.mine);
  if (!isTheirs && !isMine) return [];
  if (isTheirs && isMine) return [{ ...told, by: same(told.theirs, told.mine) ? "same" : "both" }];
  return [{ ...told, by: isMine ? "mine" : "theirs" }];
}

/** What the row becomes: their fields, mine where only I set them, and of those both set what was chosen. */
export function mergedFields(
  sides: readonly ThreeWay[],
  chosen: Readonly<Record<string, "mine" | "theirs">>,
): Record<string, unknown> {
  const taken = sides.filter(({ name, by }) => by === "mine" || (by === "both" && chosen[name] === "mine"));
  return Object.fromEntries(taken.map(({ name, mine }) => [name, mine]));
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isRow(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}
