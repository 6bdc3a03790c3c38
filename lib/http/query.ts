import { z } from "zod";

import { findUnstorable } from "@/lib/changes/text";

/** A name in a path. Nothing that is stored holds a NUL, and the database cannot even be asked for it. */
export const name = z
  .string()
  .min(1)
  .max(500)
  .refine((text) => !text.includes("\0"));

/** A text that may be stored. */
export const storable = z
  .string()
  .max(10_000)
  .refine((text) => findUnstorable(text, "") === null, "It holds a character that cannot be stored");

/** A value of a filter. */
export const nameInQuery = z
  .string()
  .min(1, "Give a value, or leave the filter out")
  .max(500)
  .refine((text) => !text.includes("\0"), "Nothing has such a name");

const largestId = 2_147_483_647;

export const id = z.coerce.number("Give a number").int().positive().max(largestId);

/** How many of a list at once. */
export const limit = z.coerce.number("Give a number").int().min(1).max(500).default(100);

/** As `limit`, for lists that are whole without it. */
export const limitOrAll = z.coerce.number("Give a number").int().min(1).max(500).nullable().default(null);

const instantWanted = "Give a time such as 2026-11-26 or 2026-11-26T12:00:00Z";
/** A time, as text. */
export const instantOf = z
  .union([z.iso.datetime({ offset: true, error: instantWanted }), z.iso.date(instantWanted)], instantWanted)
  .transform((text) => new Date(text));

/** `?impact=1`: tell as well how many clients would be answered otherwise. */
export const impact = z
  .enum(["0", "1", "false", "true"], "impact is 0 or 1")
  .default("0")
  .transform((value) => value === "1" || value === "true");

/** `?dryRun=1`: work everything out, write nothing. */
export const dryRun = z
  .enum(["0", "1", "false", "true"], "dryRun is 0 or 1")
  .default("0")
  .transform((value) => value === "1" || value === "true");
