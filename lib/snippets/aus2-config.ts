import { z } from "zod";

const product = z.string().min(1).max(100);

const percentage = z
  .int("The percentage of background checks that are answered: a whole number from 0 to 100")
  .min(0, "0 is nobody: write 0 to 100")
  .max(100, "100 is everybody: write 0 to 100");

const channelPattern = z
  .string()
  .regex(/^[^\s,]+$/, 'Write a channel, or a pattern with "*" such as "*test", without blanks and commas')
  .refine((text) => text !== "*", '"*" would exempt everybody: leave the throttle out instead');

/** A part of OS_VERSION as rules can look for it. */
const platform = z
  .string()
  .min(1, "An empty text is a part of every OS version: name the platform")
  .refine((text) => text === text.trim(), "Blanks at the ends are not looked at: leave them out")
  .refine(
    (text) => !text.includes(",") && !text.includes("&&"),
    '"," and "&&" join parts in a rule: write each part as an item of its own',
  );

/** What AUS2's config.php says of throttles and platforms, as JSON. */
export const aus2ConfigSchema = z
  .strictObject({
    comment: z.string().optional(),
    /** Product → the client's exact version → how many of a hundred background checks are answered; 0: none. */
    throttles: z.record(product, z.record(z.string().min(1), percentage)).default({}),
    /** Channels whose clients are never throttled. */
    exemptChannels: z.array(channelPattern).default([]),
    /** Product → pattern of the version that an update leads to → parts of OS_VERSION whose clients get no update. */
    unsupportedPlatforms: z
      .record(product, z.record(z.string().min(1), z.array(platform).min(1)))
      .default({}),
  })
  .refine(
    ({ throttles, unsupportedPlatforms }) =>
      Object.keys(throttles).length + Object.keys(unsupportedPlatforms).length > 0,
    "There is nothing to import: write throttles or unsupportedPlatforms",
  );

export type Aus2Config = z.output<typeof aus2ConfigSchema>;

/** Whether a text fits a pattern in which "*" stands for anything. */
export function fits(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}
