import type { UpdateQuery } from "@/lib/protocol/request";
import type { Rule } from "@/lib/rules/rule";

import { answerKey } from "./answer-key";
import type { Decision, Outcome } from "./decision";

const mostCharacters = 256 * 1024 * 1024;
const charactersBeside = 1024;

/** How many characters several sets of answers hold together; when that are too many, all begin anew. */
export class Room {
  readonly #members: { clear: () => void }[] = [];
  #characters = 0;

  share(member: { clear: () => void }): void {
    this.#members.push(member);
  }

  take(characters: number): void {
    this.#characters += characters + charactersBeside;
    if (this.#characters <= mostCharacters) return;
    for (const member of this.#members) member.clear();
    this.#characters = characters + charactersBeside;
  }
}

/** The answers of one snapshot, by the decision: the same rule and the same outcome have the same answer. */
export class KnownAnswers<Answer> {
  /** By rule, then by what else of request and decision counts (`variantOf`), then by outcome. */
  readonly #byRule = new Map<Rule | null, (Map<Outcome, Answer> | undefined)[]>();
  /** Where one outcome has different answers, by all that they depend on. */
  readonly #byKey = new Map<string, Answer>();
  readonly #sizeOf: (answer: Answer) => number;
  readonly #room: Room;

  /** @param sizeOf how many characters an answer holds; all together in one room are kept below 256 Mi */
  constructor(sizeOf: (answer: Answer) => number, room: Room) {
    this.#sizeOf = sizeOf;
    this.#room = room;
    room.share(this);
  }

  clear(): void {
    this.#byRule.clear();
    this.#byKey.clear();
  }

  /** The answer for a decision, made if it is not known. */
  get(decision: Decision, query: UpdateQuery, make: () => Answer): Answer {
    const { outcome, rule } = decision;
    if (outcome.kind === "nothing" || (outcome.kind === "update" && outcome.same)) {
      const variant = variantOf(decision, query);
      return this.#byRule.get(rule)?.[variant]?.get(outcome) ?? this.#keep(make(), decision, variant);
    }
    const key = answerKey(decision, query);
    return this.#byKey.get(key) ?? this.#keepByKey(make(), key);
  }

  #keep(answer: Answer, { rule, outcome }: Decision, variant: number): Answer {
    this.#makeRoom(answer);
    const byVariant = this.#byRule.get(rule) ?? [];
    this.#byRule.set(rule, byVariant);
    (byVariant[variant] ??= new Map<Outcome, Answer>()).set(outcome, answer);
    return answer;
  }

  #keepByKey(answer: Answer, key: string): Answer {
    this.#makeRoom(answer);
    this.#byKey.set(key, answer);
    return answer;
  }

  #makeRoom(answer: Answer): void {
    this.#room.take(this.#sizeOf(answer));
  }
}

/** Rolled or not, XML or JSON, and whether `force` was given: a small number for each combination. */
function variantOf({ rolled }: Decision, { form, force }: UpdateQuery): number {
  return (rolled ? 1 : 0) + (form === "json" ? 2 : 0) + (force === null ? 0 : force === "1" ? 4 : 8);
}
