import type { CurrentRows } from "@/lib/configuration/diff";
import { compileSnapshot, type SnapshotInput } from "@/lib/decision/snapshot";
import type { Policy } from "@/lib/policies/policy";
import { planVerification, type Subject } from "@/lib/verify/list-states";
import type { Plan } from "@/lib/verify/plan";

import { findChannelDifferences, type ChannelsQuestion } from "./channel-differences";
import { expectAnswers, type ExpectedAnswer } from "./expected-answers";
import { findImpact, type Impact } from "./impact";
import { statesToAsk, type Question } from "./impact-states";
import type { PathGraph } from "./path-graph";
import { findPaths } from "./paths";
import type { Problem } from "./problem";
import type { Checked } from "./invariants";
import { checkInvariants, invariantProblems, newlyBroken } from "./problems-invariants";
import { findProblems, findProblemsOfChange, type ProblemsOfChange } from "./problems";

type Jobs = {
  problems: { given: { rows: CurrentRows; policies: readonly Policy[] }; found: readonly Problem[] };
  problemsOfChange: {
    given: { before: CurrentRows; after: CurrentRows; policies: readonly Policy[] };
    found: ProblemsOfChange;
  };
  newlyBroken: { given: { before: CurrentRows; after: CurrentRows }; found: readonly Problem[] };
  invariants: { given: { rows: CurrentRows }; found: readonly Checked[] };
  invariantProblems: { given: { rows: CurrentRows }; found: readonly Problem[] };
  expectedAnswers: {
    given: { input: SnapshotInput; most: number; seed: number };
    found: readonly ExpectedAnswer[];
  };
  impact: { given: { before: SnapshotInput; after: SnapshotInput; question: Question }; found: Impact };
  channelDifferences: {
    given: { before: SnapshotInput; after: SnapshotInput; question: ChannelsQuestion };
    found: Impact;
  };
  paths: { given: { input: SnapshotInput; product: string; channel: string }; found: PathGraph };
  verification: { given: { input: SnapshotInput; subject: Subject }; found: Plan };
};

export type JobKind = keyof Jobs;
export type Given<Kind extends JobKind> = Jobs[Kind]["given"];
export type FoundBy<Kind extends JobKind> = Jobs[Kind]["found"];

/** Work that takes long enough to be done beside what answers requests. */
export type Job = { [Kind in JobKind]: { readonly kind: Kind; readonly given: Given<Kind> } }[JobKind];

const work: { [Kind in JobKind]: (given: Given<Kind>) => FoundBy<Kind> } = {
  problems: ({ rows, policies }) => findProblems(rows, policies),
  problemsOfChange: ({ before, after, policies }) => findProblemsOfChange(before, after, policies),
  newlyBroken: ({ before, after }) => newlyBroken(before, after),
  invariants: ({ rows }) => checkInvariants(rows),
  invariantProblems: ({ rows }) => invariantProblems(rows),
  expectedAnswers: ({ input, most, seed }) => expectAnswers(compileSnapshot(input), { most, seed }),
  impact: ({ before, after, question }) => {
    const pair = [compileSnapshot(before), compileSnapshot(after)] as const;
    return findImpact(...pair, statesToAsk(pair, question));
  },
  channelDifferences: ({ before, after, question }) => {
    const first = compileSnapshot(before);
    return findChannelDifferences([first, after === before ? first : compileSnapshot(after)], question);
  },
  verification: ({ input, subject }) => planVerification(compileSnapshot(input), subject),
  paths: ({ input, product, channel }) => findPaths(compileSnapshot(input), product, channel),
};

export function doJob<Kind extends JobKind>(kind: Kind, given: Given<Kind>): FoundBy<Kind> {
  return work[kind](given);
}
