import type { Person } from "@/lib/access/role";
import { problemsOfChangeSet } from "@/lib/analysis/service";
import { impactOfChangeSet } from "@/lib/analysis/service-impact";
import { keptWork } from "@/lib/kept-work";

/** What the analysis of a change set depends on; the clients that were seen change slowly. */
export type AnalysisState = { readonly id: number; readonly rowVersion: number; readonly revision: number };

const limits = { max: 100, ttl: 300_000 };
const problems = keptWork<Awaited<ReturnType<typeof problemsOfChangeSet>>>(limits);
const impacts = keptWork<Awaited<ReturnType<typeof impactOfChangeSet>>>(limits);

/** Pages follow whatever others do: a comment must not have every client asked again. */
function keyOf({ email, grants }: Person, { id, rowVersion, revision }: AnalysisState): string {
  return [id, rowVersion, revision, email, JSON.stringify(grants)].join("\n");
}

export function keptProblems(actor: Person, state: AnalysisState): ReturnType<typeof problemsOfChangeSet> {
  return problems(keyOf(actor, state), () => problemsOfChangeSet(actor, state.id));
}

export function keptImpact(actor: Person, state: AnalysisState): ReturnType<typeof impactOfChangeSet> {
  return impacts(keyOf(actor, state), () => impactOfChangeSet(actor, state.id));
}
