import { submitRow } from "@/lib/change-sets/service-row";
import { adminRoute, json } from "@/lib/http/route";
import { newPolicyBody as body } from "@/lib/http/schemas-access";
import { writeQuery as query } from "@/lib/http/schemas-change-sets";
import { submitted } from "@/lib/http/submitted";
import { policyKey } from "@/lib/policies/policy";
import { listPolicies } from "@/lib/policies/service";

export const GET = adminRoute({}, async ({ actor }) => json({ policies: await listPolicies(actor) }));

export const POST = adminRoute(
  { query, body },
  async ({ actor, source, query: { dryRun }, body: { reason, ...value } }) =>
    submitted(
      await submitRow(
        actor,
        { entity: "policy", action: "create", value },
        { reason: reason ?? `Add the policy ${policyKey(value)}`, source, dryRun },
      ),
    ),
);
