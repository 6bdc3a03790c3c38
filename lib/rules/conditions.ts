import { z } from "zod";

import { parseBuildIDCondition, parseMemoryCondition } from "./comparison";
import { parseVersionCondition } from "./version-condition";

const condition = z.string().max(10_000).nullable().default(null);

/** A condition whose text has a grammar: `parse` throws a RangeError that says what is wrong and how to mend it. */
function parsed(parse: (text: string) => unknown) {
  return condition.superRefine((value, context) => {
    if (value === null) return;
    try {
      parse(value);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
    }
  });
}

/** Whether a product's own order reads it is checked where the product is known. */
function parseInEitherOrder(text: string): void {
  try {
    parseVersionCondition(text, "loose");
  } catch {
    parseVersionCondition(text, "mozilla");
  }
}

/** The conditions of a rule. Null: any. */
export const conditionSchemas = {
  product: condition,
  /** A channel, or a prefix of at least two characters followed by "*". */
  channel: condition,
  /** Comma-separated: "115.0", "<115.0", ">=102.0", "78.*", "78.15.*". */
  version: parsed(parseInEitherOrder),
  /** Compared as strings: "20201022093929", "<20201022093929". */
  buildID: parsed(parseBuildIDCondition),
  buildTarget: condition,
  /** Comma-separated, not trimmed. */
  locale: condition,
  /** Substrings: "," separates alternatives, "&&" joins terms. */
  osVersion: condition,
  /** Comma-separated, not trimmed. */
  distribution: condition,
  distVersion: condition,
  /** Comma-separated, not trimmed. */
  instructionSet: condition,
  /** Megabytes: "8192", "<2048". */
  memory: parsed(parseMemoryCondition),
  headerArchitecture: condition,
  mig64: z.boolean().nullable().default(null),
  jaws: z.boolean().nullable().default(null),
};
