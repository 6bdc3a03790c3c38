import type { CompiledRelease, Decision, Outcome } from "@/lib/decision/decision";
import type { Snapshot } from "@/lib/decision/snapshot";
import type { UpdateQuery } from "@/lib/protocol/request";
import type { Rule } from "@/lib/rules/rule";

import { Names, other } from "./names";
import { Tally, type Combination } from "./tally";

/** What a client said, what it was answered, and how often. */
export type Counted = {
  readonly product: string;
  readonly channel: string;
  readonly version: string;
  readonly buildID: string;
  readonly buildTarget: string;
  readonly locale: string;
  readonly osVersion: string;
  /** The id of the rule that decided. */
  readonly rule: string | null;
  /** The release that the answer brings. */
  readonly release: string | null;
  readonly isServed: boolean;
  /** The percentage of background checks that the rule lets through; null: all, or it was no background check. */
  readonly rate: number | null;
  /** The client fell outside its rule's rate. */
  readonly isOutside: boolean;
  readonly count: number;
};

/** How many distinct combinations of client and answer one counter tells apart. */
const mostStates = 65_536;
/** Of so many requests between two writes each is counted; of the others one in 16 on average, for all 16. */
const countedSingly = 16_384;
const longestLeap = 31;
const served = 1;
const throttled = 2;
const outside = 4;

/**
 * Counts requests by what clients say of themselves and what they are answered: nothing that tells one client from
 * another that is like it. Bounded, whatever is sent: what there is no room for is counted as "other".
 */
export class ClientCounter {
  readonly #products = new Names(0xff);
  readonly #channels = new Names(0xfff);
  readonly #locales = new Names(0xfff);
  readonly #buildTargets = new Names(0xfff);
  readonly #versions = new Names(0xffff);
  readonly #systems = new Names(0x3fff);
  readonly #buildIDs = new Names(0xffff);
  readonly #rules = new Names(0x1fff);
  readonly #releases = new Names(0x1fff);
  readonly #tally: Tally;
  #snapshot: Snapshot | null = null;
  readonly #productNumbers = new Map<string, number>();
  readonly #ruleNumbers = new Map<Rule, number>();
  readonly #releaseNumbers = new Map<CompiledRelease, number>();
  #others = 0;
  #singly = countedSingly;
  /** How many of the next requests have been counted already. */
  #ahead = 0;
  #random = 0x2545f491;

  constructor(most = mostStates) {
    this.#tally = new Tally(most);
  }

  /** How many distinct combinations were counted. */
  get size(): number {
    return this.#tally.size;
  }

  /** Whether something new can't be told apart any more. */
  get isFull(): boolean {
    const names = [this.#channels, this.#locales, this.#buildTargets, this.#versions, this.#systems];
    const isFull = [...names, this.#buildIDs, this.#rules, this.#releases].some((one) => one.isFull);
    return isFull || this.#tally.isFull;
  }

  /** From now on each request is counted again, until there are many. */
  beginSpan(): void {
    this.#singly = countedSingly;
  }

  count(snapshot: Snapshot, query: UpdateQuery, decision: Decision): void {
    if (this.#ahead > 0) this.#ahead--;
    else this.#count(snapshot, query, decision, this.#leap());
  }

  /**
   * How many requests the one to be counted stands for: itself, and those that follow. It does not depend on what they
   * say, so that no kind of client is counted too often.
   */
  #leap(): number {
    if (this.#singly > 0) {
      this.#singly--;
      return 1;
    }
    let next = this.#random;
    next ^= next << 13;
    next ^= next >>> 17;
    next ^= next << 5;
    this.#random = next;
    const leap = 1 + ((next >>> 0) % longestLeap);
    this.#ahead = leap - 1;
    return leap;
  }

  #count(snapshot: Snapshot, query: UpdateQuery, decision: Decision, weight: number): void {
    if (this.#snapshot !== snapshot) this.#forget(snapshot);
    const { product: name } = query;
    const product = this.#productNumbers.get(name) ?? this.#productNumber(snapshot, name);
    if (product === 0) {
      this.#others += weight;
      return;
    }
    const combination: Combination = [
      product | (this.#channels.numberOf(query.channel) << 8) | (this.#locales.numberOf(query.locale) << 20),
      this.#versions.numberOf(query.version) | (this.#buildTargets.numberOf(query.buildTarget) << 16),
      this.#buildIDs.numberOf(query.buildID) | (this.#systems.numberOf(query.osVersion) << 16),
      this.#answered(query, decision),
    ];
    if (!this.#tally.add(combination, weight)) this.#others += weight;
  }

  /** Counts a request that is none of a client of a product that is known here. */
  countOther(): void {
    if (this.#ahead > 0) this.#ahead--;
    else this.#others += this.#leap();
  }

  /** How many requests there were since it was asked last that are not told apart. */
  takeOthers(): number {
    const more = this.#others;
    this.#others = 0;
    return more;
  }

  /** What was counted of a combination since it was asked last; null: nothing. */
  take(row: number): Counted | null {
    const count = this.#tally.take(row);
    return count === 0 ? null : this.#counted(row, count);
  }

  /** All that was counted of a combination. */
  at(row: number): Counted {
    return this.#counted(row, this.#tally.count(row));
  }

  /** Whatever is known by the objects of a snapshot: it would keep them in memory. */
  #forget(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    this.#productNumbers.clear();
    this.#ruleNumbers.clear();
    this.#releaseNumbers.clear();
  }

  #answered({ force }: UpdateQuery, { rule, outcome, outside: isOutside }: Decision): number {
    let flags = isServed(outcome) ? served : 0;
    if (force === null && rule !== null && rule.backgroundRate < 100) {
      flags |= isOutside ? throttled | outside : throttled;
    }
    const release = outcome.kind === "nothing" ? 0 : this.#releaseNumber(outcome.release);
    return flags | ((rule === null ? 0 : this.#ruleNumber(rule)) << 4) | (release << 17);
  }

  /** 0 unless the configuration knows the product. */
  #productNumber(snapshot: Snapshot, product: string): number {
    if (snapshot.product(product).name === null) return 0;
    const number = this.#products.numberOf(product);
    this.#productNumbers.set(this.#products.nameOf(number), number);
    return number;
  }

  #ruleNumber(rule: Rule): number {
    const known = this.#ruleNumbers.get(rule);
    if (known !== undefined) return known;
    const number = this.#rules.numberOf(`${rule.id} ${rule.backgroundRate}`);
    this.#ruleNumbers.set(rule, number);
    return number;
  }

  #releaseNumber(release: CompiledRelease): number {
    const known = this.#releaseNumbers.get(release);
    if (known !== undefined) return known;
    const number = this.#releases.numberOf(release.release.name);
    this.#releaseNumbers.set(release, number);
    return number;
  }

  #counted(row: number, count: number): Counted {
    const who = this.#tally.part(row, 0);
    const what = this.#tally.part(row, 1);
    const on = this.#tally.part(row, 2);
    const answered = this.#tally.part(row, 3);
    const ruleNumber = (answered >>> 4) & 0x1fff;
    const [rule = other, rate = "100"] = this.#rules.nameOf(ruleNumber).split(" ");
    const release = (answered >>> 17) & 0x1fff;
    return {
      product: this.#products.nameOf(who & 0xff),
      channel: this.#channels.nameOf((who >>> 8) & 0xfff),
      locale: this.#locales.nameOf((who >>> 20) & 0xfff),
      version: this.#versions.nameOf(what & 0xffff),
      buildTarget: this.#buildTargets.nameOf((what >>> 16) & 0xfff),
      buildID: this.#buildIDs.nameOf(on & 0xffff),
      osVersion: this.#systems.nameOf((on >>> 16) & 0x3fff),
      rule: ruleNumber === 0 ? null : rule,
      release: release === 0 ? null : this.#releases.nameOf(release),
      isServed: (answered & served) !== 0,
      rate: (answered & throttled) === 0 ? null : Number(rate),
      isOutside: (answered & outside) !== 0,
      count,
    };
  }
}

/** Whether an answer brings something to install. */
function isServed(outcome: Outcome): boolean {
  switch (outcome.kind) {
    case "nothing":
    case "desupport":
      return false;
    case "update":
      return true;
    case "addons":
      return outcome.addons !== null && outcome.addons.length > 0;
    case "json":
      return outcome.body !== null;
  }
}
