import { compareAnswers, type Difference } from "./compare";
import { intendedDifferences, type IntendedDifference, type Situation } from "./intended-differences";

/** Counts what a run of vectors shows. */
export class Judge {
  same = 0;
  private readonly counts = new Map<IntendedDifference, number>(intendedDifferences.map((each) => [each, 0]));

  /** @returns the differences that nobody meant. */
  async judge(situation: Situation): Promise<Difference[]> {
    const differences = compareAnswers(situation.expected, situation.got);
    if (differences.length === 0) this.same++;
    const reasons = new Set<IntendedDifference>();
    const unintended: Difference[] = [];
    for (const difference of differences) {
      const reason = await this.reasonFor(difference, situation);
      if (reason) reasons.add(reason);
      else unintended.push(difference);
    }
    for (const reason of reasons) this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
    return unintended;
  }

  private async reasonFor(difference: Difference, situation: Situation): Promise<IntendedDifference | null> {
    for (const intended of intendedDifferences) {
      if (await intended.covers(difference, situation)) return intended;
    }
    return null;
  }

  /** Reasons that no vector shows: they have no place in the table. */
  unused(): string[] {
    return intendedDifferences.filter((each) => this.counts.get(each) === 0).map(({ reason }) => reason);
  }

  summary(): string {
    const reasons = [...this.counts].map(
      ([{ reason }, count]) => `  ${String(count).padStart(5)}  ${reason}`,
    );
    return [`${this.same} answers same; intended differences:`, ...reasons].join("\n");
  }
}
