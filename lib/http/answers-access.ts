import { z } from "zod";

import { tokenSchema, userSchema } from "@/lib/access/role";
import { policySchema } from "@/lib/policies/policy";

import { submitted } from "./answers-change-sets";

const rowVersion = z.int();
/** Shown this once; null where there is none yet, or it was shown before. */
const secret = z.string().nullable();

export const accessAnswers = {
  tokens: z.strictObject({
    tokens: z.array(
      tokenSchema.extend({
        lastUsedAt: z.iso.datetime().nullable(),
        /** False: it was made by a change set that had to be signed, and nobody took its secret yet. */
        hasSecret: z.boolean(),
        rowVersion,
      }),
    ),
  }),
  madeToken: submitted.extend({ secret }),
  secret: z.strictObject({ secret }),
  passwordLink: z.strictObject({ secret, expiresAt: z.iso.datetime() }),
  users: z.strictObject({
    users: z.array(userSchema.extend({ hasPassword: z.boolean(), rowVersion })),
  }),
  policies: z.strictObject({ policies: z.array(policySchema.extend({ rowVersion })) }),
} as const;
