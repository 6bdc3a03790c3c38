import { z } from "zod";

import { sources } from "@/lib/audit/source";
import { configurationSchema } from "@/lib/configuration/configuration";
import { partialConfigurationSchema } from "@/lib/configuration/partial";

import { dryRun, id, instantOf, limit, limitOrAll, name, nameInQuery as wanted } from "./query";
import { accept, override, reason } from "./schemas-change-sets";

export const byId = z.strictObject({ id });
export const byName = z.strictObject({ name });

export const importQuery = z.strictObject({
  mode: z.enum(["replace", "merge"], "mode is replace or merge"),
  dryRun,
});
/** Which configuration fits depends on the mode, so that it is read after the rest. */
export const importBody = z.strictObject({ reason, configuration: z.unknown(), accept, override });
export const importBodyByMode = importBody.extend({
  configuration: z.union([configurationSchema, partialConfigurationSchema]),
});

/** A revision, a time, or null: now. */
const instantOrNow = z
  .union(
    [
      z.literal("now").transform(() => null),
      z
        .string()
        .regex(/^\d{1,10}$/)
        .transform(Number)
        .pipe(z.int32()),
      instantOf,
    ],
    "Give a revision, a time such as 2026-11-26T12:00:00Z, or now",
  )
  .meta({ description: "A revision, a time, or `now`" });

export const explainBody = z.strictObject({
  url: z
    .string()
    .max(10_000)
    .regex(
      /^\/(update|update2|json)(\/|$)/,
      "Give path and query of an update URL, e.g. /update/6/…/update.xml",
    ),
  userAgent: z.string().max(1_000).optional(),
  address: z.string().max(100).optional(),
  at: instantOrNow.optional(),
  changeSet: z.int32().positive().optional(),
});

export const configurationQuery = z.strictObject({ at: instantOrNow.default(null) });
export const differenceQuery = z.strictObject({ from: instantOrNow, to: instantOrNow.default(null) });

const search = { product: wanted.optional(), channel: wanted.optional(), q: wanted.optional() };
const page = { after: wanted.nullable().default(null), limit: limitOrAll };

/** The place of a rule in the order of evaluation, as `next` gives it. */
const rulePlace = z
  .string()
  .regex(/^\d{1,7}-\d{1,10}$/, "Give what `next` of the page before said")
  .transform((text) => {
    const [priority = 0, id = 0] = text.split("-").map(Number);
    return { priority, id };
  });
export const rulesQuery = z.strictObject({
  ...search,
  release: wanted.optional(),
  after: rulePlace.nullable().default(null),
  limit: limitOrAll,
});
export const releasesQuery = z.strictObject({ ...search, release: wanted.optional(), ...page });
export const shutOffsQuery = z.strictObject({ ...search, ...page });
export const productQuery = z.strictObject({ product: wanted.optional() });

/** Which revisions are meant: all that is given has to hold. */
const revisionFilter = z.object({
  actor: wanted.optional(),
  source: z.enum(sources).optional(),
  entity: wanted.optional(),
  key: wanted.optional(),
  product: wanted.optional(),
  channel: wanted.optional(),
  reason: wanted.optional(),
  changeSet: id.optional(),
  from: instantOf.optional(),
  to: instantOf.optional(),
}).shape;

export const revisionsQuery = z
  .strictObject({
    ...revisionFilter,
    before: id.nullable().default(null),
    after: id.nullable().default(null),
    limit,
  })
  .refine(({ before, after }) => before === null || after === null, {
    path: ["after"],
    message: "Give before or after, not both",
  });
export const entriesQuery = z.strictObject({
  after: z.coerce.number("Give a number").int().min(-1).max(2_147_483_647).default(-1),
  limit,
});
export const verificationQuery = z.strictObject({
  progress: z.enum(["0", "1"], "progress is 0 or 1").default("0"),
});
export const recordQuery = z.strictObject({
  ...revisionFilter,
  after: z.coerce.number("Give a number").int().min(0).max(2_147_483_647).default(0),
});

export const signInBody = z.strictObject({
  email: z.string().min(1, "Give your e-mail address").max(254, "No e-mail address is that long"),
  password: z.string().min(1, "Give your password").max(1_000, "No password is that long"),
});
