import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from "node:crypto";
import { z } from "zod";

/** With what the answers for one product are signed. */
export type SigningKey = {
  readonly key: KeyObject;
  /** Where clients find the certificates that lead from the key to one they trust. */
  readonly x5u: string;
};

/** What stands before the content, so that a signature can't be taken for one of anything else. */
const prefix = "Content-Signature:\0";

/** Where a chain of certificates is, fit for the header. */
export const x5uSchema = z
  .url({ protocol: /^https$/, error: "x5u must be an https address" })
  .regex(/^[^;\s]+$/, "x5u must have no ';' and no blank");

/** The value of the header Content-Signature for a body, by ECDSA over P-384 with SHA-384. */
export function contentSignature({ key, x5u }: SigningKey, body: string): string {
  const signature = sign("sha384", Buffer.from(prefix + body), { key, dsaEncoding: "ieee-p1363" });
  return signatureHeader(x5u, signature.toString("base64url"));
}

/** @param signature r and s, 48 bytes each, in base64url */
export function signatureHeader(x5u: string, signature: string): string {
  return `x5u=${x5u}; p384ecdsa=${signature}`;
}

/** Whether a header's value proves that its body was signed with a private key, of which this is either half. */
export function isSignedBy(key: KeyObject, value: string, body: string): boolean {
  const text = /(?:^|;)\s*p384ecdsa=([\w-]+)/.exec(value)?.[1];
  if (text === undefined) return false;
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  const signature = Buffer.from(text, "base64url");
  return verify(
    "sha384",
    Buffer.from(prefix + body),
    { key: publicKey, dsaEncoding: "ieee-p1363" },
    signature,
  );
}

/** @throws RangeError for what is no private key of the curve P-384 */
export function readSigningKey(pem: string | Buffer): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new RangeError("is no private key in PEM");
  }
  if (key.asymmetricKeyDetails?.namedCurve !== "secp384r1") {
    throw new RangeError("is no key of the curve P-384: openssl ecparam -name secp384r1 -genkey -noout");
  }
  return key;
}
