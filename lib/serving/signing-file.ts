import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { z } from "zod";

import { everything } from "@/lib/configuration/names";
import type { SigningService } from "@/lib/signing/awaited-answer";
import {
  contentSignature,
  readSigningKey,
  x5uSchema,
  type SigningKey,
} from "@/lib/signing/content-signature";

import type { ServingPolicy } from "./answer";
import { RemoteSigner, type Watch } from "./remote-signer";

const byFile = z.strictObject({
  /** A file beside this one. */
  key: z.string().min(1),
  x5u: x5uSchema,
});

const byService = z.strictObject({
  service: z
    .url({
      protocol: /^https?$/,
      error: "service must be an address such as https://autograph.example.com/sign/data",
    })
    .refine(
      (address) => !/^[^/]*\/\/[^/]*@|#/.test(address),
      "service must have no user, password or fragment",
    ),
  keyid: z.string().min(1),
  id: z
    .string()
    .regex(/^[!#-[\]-~]+$/, "id must be of printable ASCII without blanks, quotes and backslashes"),
  /** A file beside this one. */
  secret: z.string().min(1),
});

const namesService = z.looseObject({ service: z.unknown() }).refine(({ service }) => service !== undefined);

type Signer = (body: string) => string | SigningService;

/**
 * Reads with what or by whom the answers for each product are signed; "*": those for every product that is not named.
 * @throws an Error that names the file and the remedy
 */
export function signerFrom(file: string, watch: Watch = {}): NonNullable<ServingPolicy["sign"]> {
  const folder = dirname(file);
  const signers = new Map<string, Signer>();
  const services = new Map<string, RemoteSigner>();
  const products = parse(z.record(z.string().min(1), z.unknown()), readJson(file), { file });
  for (const [product, entry] of Object.entries(products)) {
    if (namesService.safeParse(entry).success) {
      const { secret, ...service } = parse(byService, entry, { file, product });
      const asked = { ...service, secret: readSecret(resolve(folder, secret)) };
      const known = JSON.stringify(asked);
      const signer = services.get(known) ?? new RemoteSigner(asked, watch);
      services.set(known, signer);
      signers.set(product, () => signer);
    } else {
      const { key, x5u } = parse(byFile, entry, { file, product });
      const signingKey = { key: readKey(resolve(folder, key)), x5u };
      signers.set(product, (body) => contentSignature(signingKey, body));
    }
  }
  return (product, body) => {
    const signer = signers.get(product ?? everything) ?? signers.get(everything);
    return signer === undefined ? null : signer(body);
  };
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  { file, product }: { file: string; product?: string },
): z.output<Schema> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const at = [...(product === undefined ? [] : [product]), ...(issue?.path ?? [])].join("/");
  throw new Error(`AUS_SIGNING: ${file}: ${at}: ${issue?.message ?? ""}`);
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

function readSecret(file: string): string {
  let secret: string;
  try {
    secret = readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new Error(`AUS_SIGNING: the secret ${file} can't be read`, { cause: error });
  }
  if (secret === "") throw new Error(`AUS_SIGNING: the secret ${file} is empty`);
  return secret;
}

function problemOf(error: unknown): string {
  return error instanceof RangeError ? error.message : "can't be read";
}
