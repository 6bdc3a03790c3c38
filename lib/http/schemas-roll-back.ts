import { z } from "zod";

import { entities } from "@/lib/changes/row";

import { instantOf, storable } from "./query";
import { reason } from "./schemas-change-sets";

const revisionWanted = "Give the number of a revision";
const to = z
  .union([z.int32(revisionWanted).min(1, revisionWanted), instantOf])
  .meta({ description: "A revision, or a time: the newest revision of then" });

type Given = { revision?: unknown; to?: unknown; entity?: unknown; key?: unknown; product?: unknown };

/** A revision; a row, to a revision or time; or everything, a product or its channel, to a revision or time. */
export const rollBackBody = z
  .strictObject({
    reason,
    sign: z.boolean().default(true),
    revision: z.int32().positive().optional(),
    merge: z.boolean().optional(),
    entity: z.enum(entities).optional(),
    key: storable.optional(),
    product: storable.min(1, "Give a product, or leave it out for everything").optional(),
    channel: storable.min(1, "Give a channel, or leave it out for the whole product").optional(),
    to: to.optional(),
  })
  .refine(({ revision, to: instant }: Given) => (revision === undefined) !== (instant === undefined), {
    path: ["to"],
    message: "Give a revision to take back, or a revision or time to go back to",
  })
  .refine(({ entity, key }) => (entity === undefined) === (key === undefined), {
    path: ["key"],
    message: "Give the kind of row and its key together",
  })
  .refine(
    ({ revision, entity, product, channel }) =>
      revision === undefined ? true : entity === undefined && product === undefined && channel === undefined,
    {
      path: ["revision"],
      message: "A revision is taken back whole: leave the other selectors out",
    },
  )
  .refine(
    ({ entity, product, channel }) =>
      entity === undefined || (product === undefined && channel === undefined),
    {
      path: ["entity"],
      message: "Give a row, or a product and channel",
    },
  )
  .refine(({ merge, revision }) => merge === undefined || revision !== undefined, {
    path: ["merge"],
    message: "Only a revision can be merged",
  });
