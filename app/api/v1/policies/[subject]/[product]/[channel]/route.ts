import { submitRow } from "@/lib/change-sets/service-row";
import { adminRoute } from "@/lib/http/route";
import { byPolicy as params, deletionQuery, policyBody as body } from "@/lib/http/schemas-access";
import { writeQuery as query } from "@/lib/http/schemas-change-sets";
import { submitted } from "@/lib/http/submitted";
import { policyKey } from "@/lib/policies/policy";

export const PATCH = adminRoute(
  { params, query, body },
  async ({ actor, source, params: key, query: { dryRun }, body: { reason, ...fields }, ifMatch }) =>
    submitted(
      await submitRow(
        actor,
        { entity: "policy", action: "update", key, fields, rowVersion: ifMatch },
        { reason: reason ?? `Change the policy ${policyKey(key)}`, source, dryRun },
      ),
    ),
);

export const DELETE = adminRoute(
  { params, query: deletionQuery },
  async ({ actor, source, params: key, query: { dryRun, reason }, ifMatch }) =>
    submitted(
      await submitRow(
        actor,
        { entity: "policy", action: "delete", key, rowVersion: ifMatch },
        { reason: reason ?? `Delete the policy ${policyKey(key)}`, source, dryRun },
      ),
    ),
);
