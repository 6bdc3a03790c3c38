import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { z } from "zod";

import { everything } from "@/lib/configuration/names";
import { contentSignature, readSigningKey, type SigningKey } from "@/lib/signing/content-signature";

import type { ServingPolicy } from "./answer";

const schema = z.record(
  z.string().min(1),
  z.strictObject({
    /** A file beside this one. */
    key: z.string().min(1),
    x5u: z
      .url({ protocol: /^https$/, error: "x5u must be an https address" })
      .regex(/^[^;\s]+$/, "x5u must have no ';' and no blank"),
  }),
);

/**
 * Reads with what the answers for each product are signed; "*": those for every product that is not named.
 * @throws an Error that names the file and the remedy
 */
export function signerFrom(file: string): NonNullable<ServingPolicy["sign"]> {
  const keys = new Map<string, SigningKey>();
  const read = schema.safeParse(readJson(file));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(`AUS_SIGNING: ${file}: ${issue?.path.join("/") ?? ""}: ${issue?.message ?? ""}`);
  }
  for (const [product, { key, x5u }] of Object.entries(read.data)) {
    keys.set(product, { key: readKey(resolve(dirname(file), key)), x5u });
  }
  return (product, body) => {
    const key = keys.get(product ?? everything) ?? keys.get(everything);
    return key === undefined ? null : contentSignature(key, body);
  };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`AUS_SIGNING: ${file} can't be read as JSON`, { cause: error });
  }
}

function readKey(file: string): SigningKey["key"] {
  try {
    return readSigningKey(readFileSync(file));
  } catch (error) {
    throw new Error(`AUS_SIGNING: the key ${file} ${problemOf(error)}`, { cause: error });
  }
}

function problemOf(error: unknown): string {
  return error instanceof RangeError ? error.message : "can't be read";
}
