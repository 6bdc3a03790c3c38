import { z } from "zod";

import { submittedBuildSchema, submittedReleaseSchema } from "@/lib/submissions/submission";

import { override, reason } from "./schemas-change-sets";

export const submissionBody = z.strictObject({
  reason: reason.min(1, "Say why: the reason stays in the record").default("Submitted builds"),
  release: submittedReleaseSchema
    .optional()
    .describe("What it is to be if it is not there yet. One of another product or version is refused"),
  builds: z.array(submittedBuildSchema).min(1, "Give at least one build").max(20_000),
  override,
});
