import { LRUCache } from "lru-cache";

import type { Person } from "@/lib/access/role";
import { problemsOfChangeSet } from "@/lib/analysis/service";
import { impactOfChangeSet } from "@/lib/analysis/service-impact";

/** What the analysis of a change set depends on; the clients that were seen change slowly. */
export type AnalysisState = { readonly id: number; readonly rowVersion: number; readonly revision: number };

const fiveMinutes = 300_000;
const kept = new LRUCache<string, Promise<unknown>>({ max: 200, ttl: fiveMinutes });

/** Pages follow whatever others do: a comment must not have every client asked again. */
function keep<T>(what: string, actor: Person, state: AnalysisState, work: () => Promise<T>): Promise<T> {
  const key = [what, state.id, state.rowVersion, state.revision, actor.email, JSON.stringify(actor.grants)];
  const name = key.join("\n");
  const found = kept.get(name) as Promise<T> | undefined;
  if (found) return found;
  const made = work();
  kept.set(name, made);
  made.catch(() => kept.delete(name));
  return made;
}

export function keptProblems(actor: Person, state: AnalysisState): ReturnType<typeof problemsOfChangeSet> {
  return keep("problems", actor, state, () => problemsOfChangeSet(actor, state.id));
}

export function keptImpact(actor: Person, state: AnalysisState): ReturnType<typeof impactOfChangeSet> {
  return keep("impact", actor, state, () => impactOfChangeSet(actor, state.id));
}
