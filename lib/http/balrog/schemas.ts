import { z } from "zod";

import { toFields } from "@/lib/balrog-api/rule-row";
import { partialFields } from "@/lib/configuration/partial";
import { ruleFieldsSchema } from "@/lib/rules/rule";

/** Numbers that some clients send as text. */
const whole = z
  .union([z.int32().min(0), z.string().regex(/^\d{1,9}$/)], "A whole number is expected")
  .transform(Number);

const optionalVersion = whole.nullish().transform((given) => given ?? null);

/** A JSON document that most clients send as text within the JSON of the body. */
function jsonOf<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((given, context) => {
    if (typeof given !== "string") return given;
    try {
      return JSON.parse(given) as unknown;
    } catch {
      context.addIssue({ code: "custom", message: "This is not JSON" });
      return z.NEVER;
    }
  }, schema);
}

const blob = z.record(z.string(), z.unknown(), "A JSON object is expected");
const product = z.string("product is missing").min(1, "product is missing");
const names = jsonOf(z.array(z.string().min(1)).nullish()).transform((given) => given ?? []);
const optionalText = z
  .string()
  .nullish()
  .transform((given) => given ?? null);

/** Further fields of the requests are of no use here, as the CSRF token: a bearer token needs none. */
export const wholeReleaseBody = z.object({ product, blob: jsonOf(blob), data_version: optionalVersion });
export const newReleaseBody = wholeReleaseBody.extend({ name: z.string("name is missing").min(1) });

export const partOfReleaseBody = z.object({
  product,
  data: jsonOf(blob),
  data_version: optionalVersion,
  hashFunction: optionalText,
  schema_version: optionalVersion,
  copyTo: names,
});
export const localeBody = partOfReleaseBody.extend({ alias: names });

export const readOnlyBody = z.object({
  read_only: z.boolean("read_only is true or false"),
  data_version: whole,
});

const versionsOfLocales = z.record(z.string(), z.int32());
const dataVersions = z
  .object({
    ".": z.int32().optional(),
    platforms: z.record(z.string(), z.object({ locales: versionsOfLocales.optional() })).optional(),
  })
  .nullish()
  .transform((given) => given ?? {});

/** Milliseconds since 1970, up to the year 9999. */
const instant = z
  .union(
    [z.number().min(0).max(253_402_300_799_999), z.string().regex(/^\d{1,14}$/)],
    "A time in milliseconds since 1970 is expected",
  )
  .transform((given) => new Date(Number(given)));

export const partsBody = z.object({
  blob,
  product: optionalText,
  old_data_versions: dataVersions,
  when: instant.nullish().transform((given) => given ?? null),
});
export const pinBody = z.object({
  product,
  channel: z.string("channel is missing").min(1),
  version: z.string("version is missing").min(1),
  when: instant.nullish().transform((given) => given ?? null),
});
export const partsReadOnlyBody = z.object({
  read_only: z.boolean("read_only is true or false"),
  old_data_version: whole,
});

/** The fields of a rule, without those that the same requests say of other things. */
export const ruleFieldsBody = z
  .record(z.string(), z.unknown())
  .transform(toFields)
  .pipe(partialFields(ruleFieldsSchema));

export const dataVersionBody = z.object({ data_version: whole });
export const dataVersionQuery = z.object({ data_version: whole });

const scheduled = { when: instant };
const ofRule = {
  rule_id: z.union([z.int32().positive(), z.string().min(1)]).transform(String),
  data_version: whole,
};
export const scheduledBody = z.discriminatedUnion(
  "change_type",
  [
    z.object({ change_type: z.literal("insert"), ...scheduled }),
    z.object({ change_type: z.literal("update"), ...scheduled, ...ofRule }),
    z.object({ change_type: z.literal("delete"), ...scheduled, ...ofRule }),
  ],
  "change_type is insert, update or delete",
);
