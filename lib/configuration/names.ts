import { z } from "zod";

/** Stands for every product or every channel. */
export const everything = "*";

/** The name of a product or channel. */
export const name = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\s/][^/\n\r]*$/, "A name has no '/' or line break and starts with no blank");
