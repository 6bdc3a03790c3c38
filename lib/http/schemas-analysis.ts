import { z } from "zod";

import { invariantSchema } from "@/lib/invariants/invariant";

import { id, nameInQuery } from "./query";

/** Whose upgrade paths, and after which change set; none: as things are. */
export const pathsQuery = z.strictObject({
  product: nameInQuery,
  channel: nameInQuery,
  changeSet: id.nullable().default(null),
});

/** After which change set; none: as things are. */
export const invariantsQuery = z.strictObject({ changeSet: id.nullable().default(null) });

export const statementBody = z.strictObject({
  statement: invariantSchema.shape.statement,
  changeSet: z.int32().positive().nullable().default(null),
});
