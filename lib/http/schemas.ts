import { z } from "zod";

import { operationSchema } from "@/lib/changes/operation";
import { configurationSchema } from "@/lib/configuration/configuration";
import { acceptableFindings } from "@/lib/configuration/finding";
import { partialConfigurationSchema } from "@/lib/configuration/partial";

import { dryRun, id, limit, name } from "./query";

const reason = z.string();
const accept = z.array(z.enum(acceptableFindings)).default([]);

export const byId = z.strictObject({ id });
export const byName = z.strictObject({ name });

export const changeSetQuery = z.strictObject({ dryRun });
export const changeSetBody = z.strictObject({
  reason,
  operations: z.array(operationSchema).min(1, "Give at least one operation"),
  accept,
});

export const importQuery = z.strictObject({
  mode: z.enum(["replace", "merge"], "mode is replace or merge"),
  dryRun,
});
/** Which configuration fits depends on the mode, so that it is read after the rest. */
export const importBody = z.strictObject({ reason, configuration: z.unknown(), accept });
export const importBodyByMode = importBody.extend({
  configuration: z.union([configurationSchema, partialConfigurationSchema]),
});

export const explainBody = z.strictObject({
  url: z
    .string()
    .max(10_000)
    .regex(
      /^\/(update|update2|json)(\/|$)/,
      "Give path and query of an update URL, e.g. /update/6/…/update.xml",
    ),
  userAgent: z.string().max(1_000).optional(),
  address: z.string().max(100).optional(),
});

export const revisionsQuery = z.strictObject({ before: id.nullable().default(null), limit });
export const entriesQuery = z.strictObject({ after: z.coerce.number().int().min(-1).default(-1), limit });
export const recordQuery = z.strictObject({
  after: z.coerce.number("Give a number").int().min(0).max(2_147_483_647).default(0),
});

export const signInBody = z.strictObject({
  email: z.string().min(1, "Give your e-mail address").max(254, "No e-mail address is that long"),
  password: z.string().min(1, "Give your password").max(1_000, "No password is that long"),
});
