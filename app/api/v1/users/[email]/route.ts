import { submitAccessRow } from "@/lib/access/administer";
import { adminRoute } from "@/lib/http/route";
import { byEmail as params, deletionQuery, userBody as body } from "@/lib/http/schemas-access";
import { writeQuery as query } from "@/lib/http/schemas-change-sets";
import { submitted } from "@/lib/http/submitted";

export const PATCH = adminRoute(
  { params, query, body },
  async ({ actor, source, params: key, query: { dryRun }, body: { reason, ...fields }, ifMatch }) =>
    submitted(
      await submitAccessRow(
        actor,
        { entity: "user", action: "update", key, fields, rowVersion: ifMatch },
        { reason: reason ?? `Change the account of ${key.email}`, source, dryRun },
      ),
    ),
);

export const DELETE = adminRoute(
  { params, query: deletionQuery },
  async ({ actor, source, params: key, query: { dryRun, reason }, ifMatch }) =>
    submitted(
      await submitAccessRow(
        actor,
        { entity: "user", action: "delete", key, rowVersion: ifMatch },
        { reason: reason ?? `Delete the account of ${key.email}`, source, dryRun },
      ),
    ),
);
