import type { Cause, Difference } from "./compare";

/** A difference, and why it is meant; null: nobody meant it. */
export type Found = Difference & { readonly intended: string | null };

/** What came of one request. */
export type Verdict =
  | { readonly kind: "compared"; readonly found: readonly Found[] }
  | { readonly kind: "unanswered"; readonly side: Side; readonly says: string };

export type Side = "old" | "new";

export type AskedFor = { readonly target: string; readonly product: string; readonly channel: string };

export type Example = { readonly target: string; readonly old: string | null; readonly new: string | null };

/** Differences of one cause at one place. */
export type Group = {
  readonly key: string;
  readonly cause: Cause | "unanswered";
  readonly where: string;
  readonly field: string | null;
  /** Why it is meant; null: nobody meant it. */
  readonly intended: string | null;
  /** The first few. */
  readonly examples: Example[];
};

/** What many requests have in common: they are kept by its number. */
export type Outcome = {
  readonly product: string;
  readonly channel: string;
  readonly isCompared: boolean;
  readonly groups: readonly Group[];
};

const mostExamples = 5;
const mostGroups = 300;
const mostOutcomes = 20_000;
const longestShown = 300;
export const elsewhere = "others";

/** Groups what came of requests. Bounded: what would be too many groups or products is counted as "others". */
export class Tally {
  readonly #groups = new Map<string, Group>();
  readonly #numbers = new Map<string, number>();
  readonly #outcomes: Outcome[] = [];

  /** @param accepted keys of groups that somebody has looked at, and means */
  constructor(readonly accepted: ReadonlySet<string> = new Set()) {}

  /** @returns the number of the request's outcome, from 1 */
  note(asked: AskedFor, verdict: Verdict): number {
    const groups =
      verdict.kind === "compared" ? this.#sort(asked, verdict.found) : [this.#unanswered(asked, verdict)];
    return this.#numberOf(asked, verdict, groups);
  }

  /** @throws RangeError when there is none of that number */
  outcome(number: number): Outcome {
    const outcome = this.#outcomes[number - 1];
    if (!outcome) throw new RangeError(`There is no outcome ${number}`);
    return outcome;
  }

  #sort(asked: AskedFor, found: readonly Found[]): Group[] {
    return [...new Set(found.map((one) => this.#groupOf(asked, one)))];
  }

  #groupOf({ target }: AskedFor, { cause, where, field, intended, ...values }: Found): Group {
    const key = groupKey({ cause, where, field });
    const meant = intended ?? (this.accepted.has(key) ? acceptedReason : null);
    const group = this.#group({ key, cause, where, field, intended: meant });
    addExample(group, { target, old: values.old, new: values.new });
    return group;
  }

  #unanswered({ target }: AskedFor, { side, says }: Extract<Verdict, { kind: "unanswered" }>): Group {
    const key = `unanswered/${side}`;
    const group = this.#group({ key, cause: "unanswered", where: side, field: null, intended: null });
    addExample(group, { target, old: side === "old" ? says : null, new: side === "new" ? says : null });
    return group;
  }

  #group(given: Omit<Group, "examples">): Group {
    const id = `${given.key}\n${given.intended ?? ""}`;
    const known = this.#groups.get(id);
    if (known) return known;
    const isFull = this.#groups.size >= mostGroups && given.where !== elsewhere;
    if (isFull) {
      const key = groupKey({ cause: given.cause, where: elsewhere, field: null });
      return this.#group({ ...given, key, where: elsewhere, field: null });
    }
    const group = { ...given, examples: [] };
    this.#groups.set(id, group);
    return group;
  }

  #numberOf(asked: AskedFor, { kind }: Verdict, groups: readonly Group[]): number {
    const isFull = this.#outcomes.length >= mostOutcomes;
    const { product, channel } = isFull ? { product: elsewhere, channel: elsewhere } : asked;
    const keys = groups.map((group) => `${group.key}\n${group.intended ?? ""}`);
    const id = JSON.stringify([product, channel, kind, ...keys.sort()]);
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    const number = this.#outcomes.push({ product, channel, isCompared: kind === "compared", groups });
    this.#numbers.set(id, number);
    return number;
  }
}

export const acceptedReason = "Accepted by --accept";

/** By which a group is named on the command line: "attribute/update/detailsURL". */
export function groupKey({
  cause,
  where,
  field,
}: {
  cause: string;
  where: string;
  field: string | null;
}): string {
  return [cause.replaceAll(" ", "-"), where.replaceAll(" ", "-"), ...(field === null ? [] : [field])].join(
    "/",
  );
}

function addExample({ examples }: Group, { target, old, new: now }: Example): void {
  if (examples.length >= mostExamples) return;
  examples.push({
    target: cut(target),
    old: old === null ? null : cut(old),
    new: now === null ? null : cut(now),
  });
}

function cut(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
