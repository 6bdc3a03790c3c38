import { z } from "zod";

import { name } from "@/lib/configuration/names";

import { parseStatement, type Statement } from "./statement";

const statement = z
  .string()
  .trim()
  .max(1_000)
  .superRefine((text, context) => {
    try {
      parseStatement(text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
    }
  });

/** What drivers expect to hold whatever changes: checked on every draft, before enacting, and hourly. */
export const invariantSchema = z.strictObject({
  name: name.regex(/^[^/]+$/, "An invariant's name has no slash"),
  statement,
  /** "blocks": a change that breaks it is enacted only with a reason that the record keeps. */
  enforcement: z.enum(["blocks", "warns"]).default("blocks"),
  enabled: z.boolean().default(true),
  comment: z.string().nullable().default(null),
});

export type Invariant = z.infer<typeof invariantSchema>;

/** What a stored invariant says; it could be read when it was written. */
export function statementOf({ statement: text }: Pick<Invariant, "statement">): Statement {
  return parseStatement(text);
}
