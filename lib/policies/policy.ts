import { z } from "zod";

import { everything, name } from "@/lib/configuration/names";

/** How many people, all of them different, have to sign in each role. */
export const demandSchema = z.strictObject({
  drivers: z.int().min(0).max(20),
  managers: z.int().min(0).max(20),
  admins: z.int().min(0).max(20),
});

export const policyFields = {
  /** "clients": what clients get. "access": users, roles, tokens and policies; its channel is always "*". */
  subject: z.enum(["clients", "access"]),
  /** "*": every product. */
  product: z.union([z.literal(everything), name]),
  /** A channel, a prefix followed by "*" (which leaves out test channels), or "*" for every channel. */
  channel: z
    .string()
    .max(100)
    .regex(/^(\*|[^\s/*][^/*\n\r]*\*?)$/, 'Write a channel, a prefix followed by "*", or "*"'),
  ...demandSchema.shape,
  /** What going back to a state that was approved before demands; null: the same as anything else. */
  restoring: demandSchema.nullable().default(null),
  comment: z.string().nullable().default(null),
};

/** How many sign-offs a change needs that concerns a product and channel. */
export const policySchema = z.strictObject(policyFields);

export type Demand = z.infer<typeof demandSchema>;
export type Policy = z.infer<typeof policySchema>;

/** A policy's key, as the record names it. */
export function policyKey({ subject, product, channel }: Pick<Policy, "subject" | "product" | "channel">) {
  return `${subject}/${product}/${channel}`;
}
