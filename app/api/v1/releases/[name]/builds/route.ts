import { adminRoute } from "@/lib/http/route";
import { byName as params } from "@/lib/http/schemas";
import { writeQuery as query } from "@/lib/http/schemas-change-sets";
import { submissionBody as body } from "@/lib/http/schemas-submissions";
import { submitted } from "@/lib/http/submitted";
import { submitBuilds } from "@/lib/submissions/service-together";

export const POST = adminRoute(
  { params, query, body },
  async ({ actor, source, params: at, query: { dryRun }, body: { release, override, ...given } }) => {
    const submission = {
      ...given,
      release: at.name,
      create: release ?? null,
      override: override ?? null,
      source,
    };
    return submitted(await submitBuilds(actor, submission, { dryRun }));
  },
);
