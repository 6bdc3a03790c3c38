import { impactOfSubmission } from "@/lib/analysis/service-impact";
import { submitChangeSet } from "@/lib/change-sets/service";
import { listChangeSets } from "@/lib/change-sets/service-read";
import { adminRoute, json } from "@/lib/http/route";
import { changeSetBody as body, changeSetsQuery, submitQuery as query } from "@/lib/http/schemas-change-sets";
import { toSubmission } from "@/lib/http/submission";
import { submitted } from "@/lib/http/submitted";

export const GET = adminRoute(
  { query: changeSetsQuery },
  async ({ actor, query: { waitingFor, ...page } }) => {
    const email = actor.kind === "person" ? actor.email : "";
    const found = await listChangeSets(actor, {
      ...page,
      waitingFor: waitingFor === undefined ? null : email,
    });
    return json(found);
  },
);

export const POST = adminRoute({ query, body }, async ({ actor, source, query: asked, body: given }) => {
  const submission = toSubmission(given, source);
  const outcome = await submitChangeSet(actor, submission, { dryRun: asked.dryRun });
  return submitted(outcome, asked.impact ? { impact: await impactOfSubmission(actor, submission) } : {});
});
