import { z } from "zod";

import { depths } from "@/lib/verify/plan";

import { nameInQuery } from "./query";

/** A release, or a product's channel. */
export const verificationPlanQuery = z
  .strictObject({
    release: nameInQuery.nullable().default(null),
    product: nameInQuery.nullable().default(null),
    channel: nameInQuery.nullable().default(null),
  })
  .refine(({ release, product, channel }) => release !== null || (product !== null && channel !== null), {
    path: ["release"],
    message: "Give a release, or a product and a channel",
  });

export const verifyFilesBody = z.strictObject({
  files: z.enum(depths, "files is head, range or full").default("range"),
});
