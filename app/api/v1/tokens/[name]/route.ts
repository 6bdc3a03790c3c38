import { submitAccessRow } from "@/lib/access/administer";
import { adminRoute } from "@/lib/http/route";
import { byName as params } from "@/lib/http/schemas";
import { deletionQuery, tokenBody as body } from "@/lib/http/schemas-access";
import { writeQuery as query } from "@/lib/http/schemas-change-sets";
import { submitted } from "@/lib/http/submitted";

export const PATCH = adminRoute(
  { params, query, body },
  async ({ actor, source, params: key, query: { dryRun }, body: { reason, ...fields }, ifMatch }) =>
    submitted(
      await submitAccessRow(
        actor,
        { entity: "token", action: "update", key, fields, rowVersion: ifMatch },
        { reason: reason ?? `Change the token ${key.name}`, source, dryRun },
      ),
    ),
);

export const DELETE = adminRoute(
  { params, query: deletionQuery },
  async ({ actor, source, params: key, query: { dryRun, reason }, ifMatch }) =>
    submitted(
      await submitAccessRow(
        actor,
        { entity: "token", action: "update", key, fields: { revoked: true }, rowVersion: ifMatch },
        { reason: reason ?? `Revoke the token ${key.name}`, source, dryRun },
      ),
    ),
);
