import { z } from "zod";

import { states } from "@/lib/change-sets/change-set";
import { operationSchema } from "@/lib/changes/operation";
import { acceptableFindings } from "@/lib/configuration/finding";
import { signingRoles } from "@/lib/policies/requirements";

import { dryRun, id, impact, limit, nameInQuery, storable } from "./query";

export const reason = storable;
export const accept = z.array(z.enum(acceptableFindings)).default([]);
export const rowVersion = z.int32().positive().optional();

/** Why a change may bring problems that block it otherwise. */
export const override = z
  .strictObject({ reason: storable.min(1, "Say why: the reason stays in the record") })
  .transform((given) => given.reason)
  .optional()
  .meta({ description: "Why it may bring problems that block it otherwise; the record keeps it" });

const operations = z.array(operationSchema).min(1, "Give at least one operation");
const at = z
  .union([
    z.iso.datetime({ offset: true, error: "Give a time such as 2026-11-26T12:00:00Z, or null" }),
    z.null(),
  ])
  .default(null);
const steps = z.array(z.strictObject({ at, operations })).min(1, "Give at least one step").max(100);
const resolve = z.literal("merge").optional();

type Given = { operations?: unknown; steps?: unknown };
const eitherOr = {
  path: ["operations"],
  message: "Give operations, or steps with operations, not both",
};
const isOneOf = ({ operations: some, steps: others }: Given) =>
  (some === undefined) !== (others === undefined);
const isNotBoth = ({ operations: some, steps: others }: Given) => some === undefined || others === undefined;

export const writeQuery = z.strictObject({ dryRun });

export const submitQuery = z
  .strictObject({ dryRun, impact })
  .refine(({ dryRun: isTried, impact: isAsked }) => isTried || !isAsked, {
    path: ["impact"],
    message: "impact=1 goes with dryRun=1; of a change set ask /change-sets/{id}/impact",
  });

export const changeSetBody = z
  .strictObject({
    reason,
    operations: operations.optional(),
    steps: steps.optional(),
    accept,
    override,
    draft: z.boolean().default(false),
    sign: z.boolean().default(true),
    resolve,
  })
  .refine(isOneOf, eitherOr);

export const changeSetEditBody = z
  .strictObject({
    rowVersion,
    reason: reason.optional(),
    operations: operations.optional(),
    steps: steps.optional(),
    override,
    resolve,
  })
  .refine(isNotBoth, eitherOr);

/** One state, or several with commas between them. */
const stateList = z
  .string()
  .transform((text) => text.split(","))
  .pipe(z.array(z.enum(states, `A state is one of ${states.join(", ")}`)).min(1))
  .meta({ description: `Of ${states.join(", ")}: one, or several with commas between them` });

export const changeSetsQuery = z.strictObject({
  state: stateList.optional(),
  product: nameInQuery.optional(),
  author: nameInQuery.optional(),
  waitingFor: z.literal("me", "waitingFor is me").optional(),
  before: id.nullable().default(null),
  limit,
});

export const proposeBody = z.strictObject({ rowVersion, sign: z.boolean().default(true), override });
export const signBody = z.strictObject({ role: z.enum(signingRoles), rowVersion });
const text = storable.min(1, "Write a text");
export const commentBody = z.strictObject({ text });
export const requestChangesBody = z.strictObject({ text, rowVersion });
/** Of whoever cancels, pauses, continues or aborts: why, if they like. */
export const whyBody = z.strictObject({ reason: storable.default(""), rowVersion });

/** How far to look ahead. */
export const agendaQuery = z.strictObject({
  hours: z.coerce
    .number("Give a number of hours")
    .int()
    .min(1)
    .max(24 * 366)
    .default(48),
});
