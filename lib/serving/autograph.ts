import { createPublicKey, randomBytes, type KeyObject } from "node:crypto";
import { z } from "zod";

import { programVersion } from "@/lib/program-version";
import { isSignedBy, signatureHeader, x5uSchema } from "@/lib/signing/content-signature";
import { hawkHeader, type HawkCredentials } from "@/lib/signing/hawk";

/** A service with the API of Autograph (https://github.com/mozilla-services/autograph/blob/main/docs/endpoints.md). */
export type Autograph = HawkCredentials & {
  /** Where data is sent to be signed. */
  readonly service: string;
  readonly keyid: string;
};

/** The service answered, but gave no signature for this body. Whatever else is thrown holds for all bodies. */
export class NotSigned extends Error {}

/** What it answers when it would not answer another body either. */
const forAll = new Set([401, 403, 404, 405, 408, 421, 429, 502, 503, 504]);
const mostBytes = 64 * 1024;
const contentType = "application/json";
/** Its `public_key` is that of the issuer, not the one that signs: the latter is only in the chain of certificates. */
const withChain = "contentsignaturepki";

const answerSchema = z.tuple([
  z.object({
    type: z.string().optional(),
    mode: z.literal("p384ecdsa"),
    signature: z.string().regex(/^[\w-]{128}$/, "is no signature by a key of the curve P-384"),
    x5u: x5uSchema,
    public_key: z.string().optional(),
  }),
]);

/**
 * The header Content-Signature for a body.
 *
 * @param patience milliseconds
 * @throws a NotSigned, or an Error for what holds for all bodies
 */
export async function askAutograph(
  { service, keyid, ...credentials }: Autograph,
  text: string,
  patience: number,
): Promise<string> {
  const body = JSON.stringify([{ input: Buffer.from(text).toString("base64"), keyid }]);
  const authorization = hawkHeader(credentials, {
    method: "POST",
    url: new URL(service),
    contentType,
    body,
    at: Math.floor(Date.now() / 1000),
    nonce: randomBytes(9).toString("base64url"),
  });
  const response = await fetch(service, {
    method: "POST",
    headers: { authorization, "content-type": contentType, "user-agent": `aus3/${programVersion}` },
    body,
    redirect: "manual",
    signal: AbortSignal.timeout(patience),
  });
  if (response.status !== 201) {
    await response.body?.cancel();
    const said = `it answered ${response.status}`;
    throw response.status < 400 || forAll.has(response.status) ? new Error(said) : new NotSigned(said);
  }
  return readSignature(await readText(response), text);
}

async function readText(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) {
    bytes += read.value.byteLength;
    if (bytes > mostBytes) {
      await reader?.cancel();
      throw new NotSigned(`it answered more than ${mostBytes / 1024} KiB`);
    }
    chunks.push(read.value);
  }
  return Buffer.concat(chunks).toString();
}

function readSignature(answered: string, text: string): string {
  const read = answerSchema.safeParse(parseJson(answered));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new NotSigned(
      `it answered something else: ${issue?.path.join("/") ?? ""}: ${issue?.message ?? ""}`,
    );
  }
  const [{ type, signature, x5u, public_key: key }] = read.data;
  const header = signatureHeader(x5u, signature);
  if (type !== withChain && key !== undefined && !isSignedBy(readKey(key), header, text)) {
    throw new NotSigned("its signature is none of its key and the body");
  }
  return header;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotSigned("it answered something other than JSON");
  }
}

function readKey(text: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPublicKey({ key: Buffer.from(text, "base64"), format: "der", type: "spki" });
  } catch {
    throw new NotSigned("its public key can't be read");
  }
  if (key.asymmetricKeyDetails?.namedCurve !== "secp384r1") {
    throw new NotSigned("its public key is none of the curve P-384");
  }
  return key;
}
