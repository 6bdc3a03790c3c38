import { pointerTo } from "@/lib/configuration/finding";
import type { Conflict, InputError } from "@/lib/errors";

/** Something was refused: what is wrong, and where. Pointers are below `/operations`, or `/reason`. */
export type Refused = {
  readonly done: false;
  readonly detail: string;
  readonly errors: readonly InputError[];
  readonly conflicts: readonly Conflict[];
};

export type Edited = {
  readonly done: true;
  /** What became of it. "unchanged": there was nothing to change. */
  readonly kind: "draft" | "enacted" | "waiting" | "unchanged";
  /** Null: the draft is gone, or no change set was needed. */
  readonly changeSet: number | null;
  readonly revision: number | null;
  /** Who has to sign yet, in words. */
  readonly missing: readonly string[];
  readonly warnings: readonly string[];
};

/** What became of an edit that was sent. */
export type EditOutcome = Edited | Refused;

/** What an edit would meet if it were made now. */
export type Preview =
  | {
      readonly done: true;
      /** Who has to sign, in words; and who besides the author. */
      readonly requirements: readonly string[];
      readonly missing: readonly string[];
      readonly warnings: readonly InputError[];
    }
  | Refused;

export type EditRequest = {
  /** "draft": collected with other edits; "now": made at once, as far as its author may. */
  readonly how: "draft" | "now";
  readonly reason: string;
  readonly operations: readonly unknown[];
  /** Findings that the author lets pass. */
  readonly accept?: readonly string[];
};

export type Edit = (request: EditRequest) => Promise<EditOutcome>;
export type Look = (operations: readonly unknown[], accept: readonly string[]) => Promise<Preview>;

/** What is wrong with each field of one operation, by the field's name; "" for what is wrong with it as a whole. */
export function errorsByField(errors: readonly InputError[], place = 0): Record<string, string> {
  const own = new RegExp(`^/operations/${String(place)}(?:/(?:fields|value)(?:/([^/]+).*)?)?$`);
  const found: Record<string, string> = {};
  for (const { pointer, detail } of errors) {
    const match = own.exec(pointer);
    const name = pointer === "/reason" ? "reason" : match ? (match[1] ?? "") : "";
    found[name] ??= detail;
  }
  return found;
}

/** What is wrong at a place of one operation's fields, or below it; undefined: nothing. */
export function errorBelow(
  errors: readonly InputError[],
  path: readonly (string | number)[],
  place = 0,
): string | undefined {
  const below = pointerTo("", path);
  const own = ["fields", "value"].map((part) => `/operations/${String(place)}/${part}${below}`);
  return errors.find(({ pointer }) => own.some((at) => pointer === at || pointer.startsWith(`${at}/`)))
    ?.detail;
}
