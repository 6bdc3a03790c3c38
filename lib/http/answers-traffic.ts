import { z } from "zod";

import { steps } from "@/lib/traffic/span";

// What is answered of traffic, for the API's description.

const measures = z.strictObject({
  requests: z.int(),
  served: z.int(),
  throttled: z.int(),
  outside: z.int(),
  planned: z.number(),
});

export const trafficAnswers = {
  traffic: z.strictObject({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    step: z.enum(steps),
    steps: z.array(z.iso.datetime()),
    series: z.array(measures.extend({ value: z.string(), points: z.array(measures) })),
    counted: z.array(z.strictObject({ product: z.string(), channel: z.string() })),
  }),
};
