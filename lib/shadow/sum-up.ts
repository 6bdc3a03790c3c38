import { checklistOf } from "./checklist";
import { pending, type Ledger } from "./ledger";
import type { ChannelReport, Count, GroupReport, Run, ShadowReport } from "./report";
import type { Group, Outcome, Tally } from "./tally";

type Class = "same" | "intended" | "different" | "unanswered";

export function makeReport(run: Run, ledger: Ledger, tally: Tally): ShadowReport {
  const sums = new Sums();
  for (let entry = 0; entry < ledger.size; entry++) {
    const [outcome, count] = [ledger.outcome(entry), ledger.count(entry)];
    // What an earlier run asked and this one's logs do not hold.
    if (count === 0) continue;
    sums.add(outcome === pending ? null : tally.outcome(outcome), count);
  }
  const parts = sums.report();
  return { ...run, ...parts, checklist: checklistOf({ ...run, ...parts }) };
}

const none = (): Count => ({ distinct: 0, requests: 0 });

function add(to: Count, requests: number): void {
  to.distinct += 1;
  to.requests += requests;
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

class Sums {
  readonly #asked = none();
  readonly #classes: Record<Class, Count> = {
    same: none(),
    intended: none(),
    different: none(),
    unanswered: none(),
  };
  readonly #groups = new Map<Group, Count>();
  readonly #channels = new Map<string, Mutable<ChannelReport>>();

  /** @param outcome null: the run was ended before it was asked */
  add(outcome: Outcome | null, requests: number): void {
    add(this.#asked, requests);
    if (!outcome) return;
    const of = classOf(outcome);
    add(this.#classes[of], requests);
    for (const group of outcome.groups) {
      const count = this.#groups.get(group) ?? none();
      this.#groups.set(group, count);
      add(count, requests);
    }
    if (of === "unanswered") return;
    const channel = this.#channel(outcome.product, outcome.channel);
    add(channel.compared, requests);
    add(channel[of], requests);
  }

  report() {
    const { same, intended, different, unanswered } = this.#classes;
    const groups = [...this.#groups].map(([group, count]) => ({ ...group, ...count })).sort(mostFirst);
    const isUnanswered = ({ cause }: Group) => cause === "unanswered";
    return {
      asked: this.#asked,
      compared: sum([same, intended, different]),
      ...{ same, intended, different, unanswered },
      groups: groups.filter((group) => group.intended === null && !isUnanswered(group)),
      intendedGroups: groups.filter((group) => group.intended !== null),
      unansweredGroups: groups.filter(isUnanswered),
      channels: [...this.#channels.values()].sort(
        (a, b) => b.different.distinct - a.different.distinct || b.compared.requests - a.compared.requests,
      ),
    };
  }

  #channel(product: string, channel: string): Mutable<ChannelReport> {
    const key = `${product}/${channel}`;
    const known = this.#channels.get(key);
    if (known) return known;
    const made = { product, channel, compared: none(), same: none(), intended: none(), different: none() };
    this.#channels.set(key, made);
    return made;
  }
}

function classOf({ isCompared, groups }: Outcome): Class {
  if (!isCompared) return "unanswered";
  if (groups.length === 0) return "same";
  return groups.every(({ intended }) => intended !== null) ? "intended" : "different";
}

function sum(counts: readonly Count[]): Count {
  return counts.reduce(
    (total, { distinct, requests }) => ({
      distinct: total.distinct + distinct,
      requests: total.requests + requests,
    }),
    none(),
  );
}

/** What clients suffer from comes first, however seldom. */
const worst: readonly Group["cause"][] = ["refused", "malformed", "no longer offered"];

function mostFirst(a: GroupReport, b: GroupReport): number {
  const [x, y] = [a, b].map(({ cause }) => (worst.includes(cause) ? 0 : 1)) as [number, number];
  return x - y || b.requests - a.requests || b.distinct - a.distinct || (a.key < b.key ? -1 : 1);
}
