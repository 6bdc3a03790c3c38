import { z } from "zod";

import { operationSchema } from "@/lib/changes/operation";
import { ruleFieldsSchema } from "@/lib/rules/rule";

import { impactAnswer } from "./answers-analysis";

// What templates, comparisons of channels and promotions answer, for the API's description.

const plan = z.strictObject({
  sentence: z.string(),
  /** What a change set takes. */
  operations: z.array(operationSchema),
  edits: z.array(
    z.strictObject({ name: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
});

const shownRule = z
  .strictObject({
    id: z.int(),
    name: z.string(),
    sentence: z.string(),
    ...ruleFieldsSchema.pick({
      mapping: true,
      fallbackMapping: true,
      backgroundRate: true,
      updateType: true,
    }).shape,
  })
  .nullable();

export const pushAnswers = {
  templates: z.strictObject({
    templates: z.array(
      z.strictObject({
        name: z.string(),
        title: z.string(),
        note: z.string(),
        parameters: z.array(
          z.strictObject({
            name: z.string(),
            isRequired: z.boolean(),
            label: z.string(),
            help: z.string(),
          }),
        ),
      }),
    ),
  }),
  plan,
  channelDifferences: z.strictObject({
    revision: z.int(),
    product: z.string(),
    from: z.string(),
    to: z.string(),
    isSame: z.boolean(),
    rules: z.array(z.strictObject({ clients: z.string(), from: shownRule, to: shownRule })),
    answers: impactAnswer,
  }),
  promotion: plan.extend({ revision: z.int(), remaining: impactAnswer }),
};
