import { z } from "zod";

/** `?dryRun=1`: work everything out, write nothing. */
export const dryRun = z
  .enum(["0", "1", "false", "true"], "dryRun is 0 or 1")
  .default("0")
  .transform((value) => value === "1" || value === "true");
