import { z } from "zod";

/** The fields of a row of which any may be left out. Values that are given are set, null clears, absent leaves alone. */
export function partialFields<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>) {
  // Defaults would turn "absent" into "set": each field is taken without its default.
  const fields = Object.fromEntries(
    Object.entries(schema.shape).map(([name, field]) => [name, withoutDefault(field as z.ZodType)]),
  ) as { [Name in keyof Shape]: z.ZodOptional<Shape[Name]> };
  return z.strictObject(fields);
}

function withoutDefault(field: z.ZodType): z.ZodType {
  const inner = field instanceof z.ZodDefault || field instanceof z.ZodPrefault ? field.unwrap() : field;
  return (inner as z.ZodType).optional();
}
