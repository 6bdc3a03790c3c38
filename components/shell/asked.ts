/** What a page takes from its address under one name. */
export type Known =
  | { readonly kind: "text" | "day" }
  | { readonly kind: "number"; readonly from: number; readonly to: number }
  | { readonly kind: "choice"; readonly of: readonly string[] };

export type Knows = Readonly<Record<string, Known>>;

type Range = Extract<Known, { kind: "number" }>;

const mostEver = 999_999_999;

export const text: Known = { kind: "text" };
export const number = (from = 1, to = mostEver): Known => ({ kind: "number", from, to });
/** Such as 2026-11-26. */
export const day: Known = { kind: "day" };
export const choice = (of: readonly string[]): Known => ({ kind: "choice", of });

/** Of a page that takes nothing. */
export const nothing: Knows = {};

export type Hint = { readonly name: string; readonly value: string; readonly why: string };

const longest = 500;
const fewChoices = 8;

/** What an address asks for; empty where it leaves that out, or where it makes no sense. */
export function readAsked<Names extends Knows>(
  asked: URLSearchParams,
  knows: Names,
): Record<keyof Names, string> {
  const values = Object.entries(knows).map(([name, known]) => {
    const given = asked.getAll(name);
    const isFit = given.length === 1 && whyNot(known, given) === null;
    return [name, isFit ? (given[0] ?? "").replaceAll("\0", "").slice(0, longest) : ""];
  });
  return Object.fromEntries(values) as Record<keyof Names, string>;
}

/** What of an address a page leaves out of account, and why. */
export function hintsOf(asked: URLSearchParams, knows: Knows): Hint[] {
  return [...new Set(asked.keys())].flatMap((name) => {
    const given = asked.getAll(name);
    const known = Object.hasOwn(knows, name) ? knows[name] : undefined;
    const why = known ? whyNot(known, given) : "means nothing on this page";
    return why === null ? [] : [{ name, value: given[0] ?? "", why }];
  });
}

function whyNot(known: Known, given: readonly string[]): string | null {
  const [value = "", ...more] = given;
  if (more.length > 0) return "stands there more than once";
  if (value === "") return null;
  return fits(known, value) ? null : remedyOf(known);
}

function fits(known: Known, value: string): boolean {
  switch (known.kind) {
    case "text":
      return true;
    case "number":
      return isBetween(value, known);
    case "day":
      return isDay(value);
    case "choice":
      return known.of.includes(value);
  }
}

function remedyOf(known: Known): string {
  if (known.kind === "number") return `write a whole number from ${String(known.from)}${upTo(known)}`;
  if (known.kind !== "choice") return "write a day such as 2026-11-26";
  return isFew(known.of) ? `choose from ${known.of.join(", ")}` : "there is none of that name";
}

function isBetween(value: string, { from, to }: Range): boolean {
  return /^\d{1,9}$/.test(value) && Number(value) >= from && Number(value) <= to;
}

function upTo({ to }: Range): string {
  return to < mostEver ? ` to ${String(to)}` : "";
}

function isDay(value: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
}

function isFew({ length }: readonly string[]): boolean {
  return length > 0 && length <= fewChoices;
}
