import { z } from "zod";

import { passwordChangeSchema } from "@/lib/access/account-forms";
import { tokenSchema, userSchema } from "@/lib/access/role";
import { partialFields } from "@/lib/configuration/partial";
import { policySchema } from "@/lib/policies/policy";

import { dryRun, name, storable } from "./query";

const reason = storable.optional();
const why = { reason };

/** Why, for what has no body. */
export const deletionQuery = z.strictObject({ dryRun, reason });

export const newTokenBody = tokenSchema.omit({ revoked: true }).extend({
  ...why,
  expiresAt: z.iso.datetime({
    offset: true,
    error: "A token has to expire: give a time such as 2027-01-01T00:00:00Z",
  }),
});
export const tokenBody = partialFields(tokenSchema.omit({ name: true })).extend(why);

export const byEmail = z.strictObject({ email: name });
export const newUserBody = userSchema.extend({
  ...why,
  password: z.string().max(1_000, "No password is that long").nullable().default(null),
});
export const userBody = partialFields(userSchema.omit({ email: true })).extend(why);
const { current, password } = passwordChangeSchema.shape;
export const passwordBody = z.strictObject({ current, password });

export const byPolicy = z.strictObject({ subject: policySchema.shape.subject, product: name, channel: name });
export const newPolicyBody = policySchema.extend(why);
export const policyBody = partialFields(
  policySchema.omit({ subject: true, product: true, channel: true }),
).extend(why);
