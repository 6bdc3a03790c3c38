import { z } from "zod";

import { groupings, steps } from "@/lib/traffic/span";

import { instantOf, nameInQuery } from "./query";

/** Which traffic, and what to tell apart in it. */
export const trafficQuery = z.strictObject({
  product: nameInQuery.nullable().default(null),
  channel: nameInQuery.nullable().default(null),
  from: instantOf.nullable().default(null),
  to: instantOf.nullable().default(null),
  by: z
    .enum(groupings, `by is one of: ${groupings.join(", ")}`)
    .nullable()
    .default(null),
  step: z
    .enum(steps, `step is one of: ${steps.join(", ")}`)
    .nullable()
    .default(null),
});
