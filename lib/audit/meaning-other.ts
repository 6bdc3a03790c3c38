import type { Direction, Meaning, Row } from "./meaning";

type Say = (before: Row | null, after: Row | null) => Meaning[];

const sayings: Readonly<Record<string, Say>> = {
  shutOff: (before, after) => {
    if (!before && after) return [whole("Updates go off at once", "less")];
    if (before && !after) return [whole("Updates are on again", "more")];
    return [];
  },
  product: throttleMeaning,
  settings: (before, after) => [
    ...throttleMeaning(before, after),
    ...flag(before, after, {
      field: "publicRead",
      on: ["Everybody may read what clients may know anyway", "more"],
      off: ["Only people and tokens may read", "less"],
    }),
  ],
  release: (before, after) =>
    flag(before, after, {
      field: "readOnly",
      on: ["Locked: its content can no longer be changed", "less"],
      off: ["Unlocked: its content can be changed", "more"],
    }),
  pin: (before, after) => {
    if (!before || !after || before["mapping"] === after["mapping"]) return [];
    const text = `Pinned clients get ${String(after["mapping"])}, not ${String(before["mapping"])}`;
    return [{ text, direction: "neutral", field: "mapping" }];
  },
  policy: (before, after) =>
    (["drivers", "managers", "admins"] as const).flatMap((field) => {
      const [was, is] = [countIn(before, field), countIn(after, field)];
      if (was === is) return [];
      const text = `${is > was ? "More" : "Fewer"} ${field} have to sign: ${was} → ${is}`;
      return [{ text, direction: is > was ? ("less" as const) : ("more" as const), field }];
    }),
  user: (before, after) => [
    ...flag(before, after, {
      field: "disabled",
      on: ["The account is closed", "less"],
      off: ["The account is open again", "more"],
    }),
    ...grantMeanings(before, after),
  ],
  token: (before, after) =>
    flag(before, after, {
      field: "revoked",
      on: ["Revoked: it can no longer be used", "less"],
      off: ["It can be used again", "more"],
    }),
};

/** What became of a row that is no rule. */
export function otherMeanings(entity: string, before: Row | null, after: Row | null): Meaning[] {
  return sayings[entity]?.(before, after) ?? [];
}

function whole(text: string, direction: Direction): Meaning {
  return { text, direction, field: null };
}

type Words = readonly [text: string, direction: Direction];

function flag(
  before: Row | null,
  after: Row | null,
  { field, on, off }: { field: string; on: Words; off: Words },
): Meaning[] {
  if (!after || (before?.[field] ?? false) === (after[field] ?? false)) return [];
  const [text, direction] = after[field] === true ? on : off;
  return [{ text, direction, field }];
}

function throttleMeaning(before: Row | null, after: Row | null): Meaning[] {
  if (!before || !after || before["throttle"] === after["throttle"]) return [];
  const [was, is] = [countIn(before, "throttle"), countIn(after, "throttle")];
  const text = `Throttle ${is > was ? "up" : "down"} from ${was} % to ${is} % of background checks`;
  return [{ text, direction: is > was ? "more" : "less", field: "throttle" }];
}

function countIn(row: Row | null, field: string): number {
  const value = row?.[field];
  return typeof value === "number" ? value : 0;
}

function grantMeanings(before: Row | null, after: Row | null): Meaning[] {
  const [old, young] = [grantsIn(before), grantsIn(after)];
  const tell = (grants: readonly string[], word: string, direction: Direction) =>
    grants.map((grant) => ({ text: `${word} ${grant}`, direction, field: "grants" }));
  return [
    ...tell(
      young.filter((grant) => !old.includes(grant)),
      "Becomes",
      "more",
    ),
    ...tell(
      old.filter((grant) => !young.includes(grant)),
      "Is no longer",
      "less",
    ),
  ];
}

function grantsIn(row: Row | null): string[] {
  const grants = row?.["grants"];
  if (!Array.isArray(grants)) return [];
  return (grants as readonly { role?: unknown; product?: unknown }[]).map(
    ({ role, product }) => `${String(role)} of ${product === "*" ? "every product" : String(product)}`,
  );
}
