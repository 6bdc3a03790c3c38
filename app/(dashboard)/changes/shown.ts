import type { ListedChangeSet } from "@/components/changes/change-set-table";
import type { Person } from "@/lib/access/role";
import { isWaitingFor, type ChangeSetSummary } from "@/lib/change-sets/service-read";

/** A change set as lists show it. */
export function toListed(actor: Person, summary: ChangeSetSummary): ListedChangeSet {
  const { steps, updatedAt, ...rest } = summary;
  const next = steps.find(({ state }) => state === "pending");
  return {
    id: rest.id,
    state: rest.state,
    reason: rest.reason,
    author: rest.author,
    products: rest.products,
    requirements: rest.requirements.map(({ role, product, count, given }) => ({
      role,
      product,
      count,
      given,
    })),
    operations: rest.operations,
    steps: steps.length,
    stepsDone: steps.filter(({ state }) => state === "enacted").length,
    next: next?.at?.toISOString() ?? null,
    updatedAt: updatedAt.toISOString(),
    isForReader: ["draft", "proposed"].includes(rest.state) && isWaitingFor(actor.email, actor, summary),
  };
}
