import { z } from "zod";

import { hookEvents, hookSchema } from "@/lib/hooks/hook";

const delivery = z.strictObject({
  id: z.int(),
  hook: z.string(),
  event: z.enum(hookEvents),
  state: z.enum(["pending", "delivered", "failed"]),
  attempts: z.int(),
  status: z.int().nullable(),
  problem: z.string().nullable(),
  createdAt: z.iso.datetime(),
  triedAt: z.iso.datetime().nullable(),
  nextAt: z.iso.datetime().nullable(),
  purges: z.array(z.string()).nullable(),
});

export const hookAnswers = {
  hooks: z.strictObject({
    hooks: z.array(hookSchema.extend({ rowVersion: z.int(), hasSecret: z.boolean() })),
  }),
  /** What deliveries are signed with, shown this once; null for a hook of a cache or a chat. */
  hookSecret: z.strictObject({ secret: z.string().nullable() }),
  deliveries: z.strictObject({ deliveries: z.array(delivery), next: z.int().nullable() }),
};
