import { remember } from "@/lib/protocol/remember";
import type { UpdateQuery } from "@/lib/protocol/request";

import type { CompiledCondition, ConditionName } from "./match";

const bitsPerWord = 32;

/** What decides whether a condition holds: clients that say the same here are the same to it. */
const said: Record<ConditionName, (query: UpdateQuery) => Said> = {
  product: ({ product }) => product,
  channel: ({ channel }) => channel,
  buildTarget: ({ buildTarget }) => buildTarget,
  headerArchitecture: ({ headerArchitecture }) => headerArchitecture,
  version: ({ version }) => version,
  buildID: ({ buildID }) => buildID,
  locale: ({ locale }) => locale,
  osVersion: ({ osVersion }) => osVersion,
  distribution: ({ distribution }) => distribution ?? "",
  distVersion: ({ distVersion }) => distVersion,
  instructionSet: ({ instructionSet }) => instructionSet,
  memory: ({ memory }) => memory,
  mig64: ({ mig64 }) => mig64,
  jaws: ({ jaws }) => jaws,
};

type Said = string | number | boolean | null;

/** For one field, the rules that what a client says there leaves over: one bit a rule, the first rule the highest bit. */
type Sieve = (query: UpdateQuery) => Uint32Array;

/** Finds the first of a list of rules whose conditions all hold. */
export type RuleIndex = {
  /** @returns the rule's position in the list, or -1 */
  readonly first: (query: UpdateQuery) => number;
};

/**
 * Prepares the search through a list of rules, given by their conditions. What a client says in one field
 * settles the conditions of all rules on that field at once, and is remembered; a search only joins these.
 */
export function indexRules(rules: readonly (readonly CompiledCondition[])[]): RuleIndex {
  const words = Math.ceil(rules.length / bitsPerWord);
  const fields = (Object.keys(said) as ConditionName[]).filter((name) =>
    rules.some((conditions) => conditions.some((condition) => condition.name === name)),
  );
  const sieves = fields.map((name) => sieveFor(name, rules, words));
  const all = everyRule(rules.length, words);
  const left = new Uint32Array(words);
  return {
    first: (query) => {
      left.set(all);
      for (const sieve of sieves) keepCommon(left, sieve(query));
      return firstOf(left);
    },
  };
}

function sieveFor(
  name: ConditionName,
  rules: readonly (readonly CompiledCondition[])[],
  words: number,
): Sieve {
  const everywhere = everyRule(rules.length, words);
  const conditional: { position: number; matches: CompiledCondition["matches"] }[] = [];
  for (const [position, conditions] of rules.entries()) {
    for (const condition of conditions) {
      if (condition.name !== name) continue;
      conditional.push({ position, matches: condition.matches });
      take(everywhere, position);
    }
  }
  const say = said[name];
  let asking: UpdateQuery | null = null;
  const bySaid = remember<Said, Uint32Array>(() => {
    const left = everywhere.slice();
    for (const { position, matches } of conditional) {
      if (asking && matches(asking)) put(left, position);
    }
    return left;
  });
  return (query) => {
    asking = query;
    return bySaid(say(query));
  };
}

function everyRule(count: number, words: number): Uint32Array {
  const bits = new Uint32Array(words);
  for (let position = 0; position < count; position++) put(bits, position);
  return bits;
}

function put(bits: Uint32Array, position: number): void {
  const word = position >>> 5;
  bits[word] = (bits[word] ?? 0) | (0x80000000 >>> (position % bitsPerWord));
}

function take(bits: Uint32Array, position: number): void {
  const word = position >>> 5;
  bits[word] = (bits[word] ?? 0) & ~(0x80000000 >>> (position % bitsPerWord));
}

function keepCommon(left: Uint32Array, others: Uint32Array): void {
  for (let word = 0; word < left.length; word++) left[word] = (left[word] ?? 0) & (others[word] ?? 0);
}

function firstOf(bits: Uint32Array): number {
  for (let word = 0; word < bits.length; word++) {
    const found = bits[word] ?? 0;
    if (found !== 0) return word * bitsPerWord + Math.clz32(found);
  }
  return -1;
}
