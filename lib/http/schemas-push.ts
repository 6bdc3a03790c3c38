import { z } from "zod";

import { someParameters } from "@/lib/push/parameters";

import { nameInQuery, storable } from "./query";

export const channelsQuery = z.strictObject({ product: nameInQuery, from: nameInQuery, to: nameInQuery });

const named = storable.min(1, "Give a name");

export const templateBody = someParameters;

export const promotionBody = z.strictObject({
  product: named,
  from: named.describe("The channel on which it was tested"),
  to: named.describe("The channel whose clients are to get it"),
  asOf: z
    .int32()
    .positive()
    .nullable()
    .default(null)
    .describe("The revision at which it was tested: refused when it changed since. Null: as it is now"),
  others: z
    .enum(["keep", "switch-off"])
    .optional()
    .describe("What becomes of rules that only the target has; left out, such rules are refused"),
  rate: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe("The percentage of background checks that get what is new; left out, as tested"),
});
