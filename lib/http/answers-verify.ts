import { z } from "zod";

import { planSchema } from "@/lib/verify/plan";
import { verifiedSchema } from "@/lib/verify/verified";
import { taskKinds, taskResultSchema } from "@/lib/tasks/task";

const at = z.iso.datetime();

const task = z.strictObject({
  id: z.int(),
  kind: z.enum(taskKinds),
  title: z.string(),
  by: z.string(),
  state: z.enum(["running", "done", "failed", "lost"]),
  phase: z.string(),
  done: z.int(),
  total: z.int(),
  result: taskResultSchema.nullable(),
  startedAt: at,
  endedAt: at.nullable(),
});

export const verifyAnswers = {
  verificationPlan: planSchema,
  releaseVerification: z.strictObject({
    /** What came of the last one that came to an end; null: there was none. */
    verified: verifiedSchema.extend({ at }).nullable(),
    /** The one that runs, or ran last. */
    task: task.nullable(),
  }),
  startedVerification: z.strictObject({ task: z.int() }),
};
