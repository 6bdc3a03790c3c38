import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { expect, test } from "vitest";

import { contentSignature, isSignedBy, readSigningKey } from "./content-signature";

const pem = (namedCurve: string) =>
  generateKeyPairSync("ec", { namedCurve }).privateKey.export({ type: "pkcs8", format: "pem" });
const key = readSigningKey(pem("secp384r1"));
const x5u = "https://keys.example.com/chain.pem";
const body = '<?xml version="1.0"?>\n<updates>é</updates>';

test("the header holds the certificates' address and 96 bytes over the prefix and the body", () => {
  const header = contentSignature({ key, x5u }, body);
  const [, address, signature] = /^x5u=([^;]+); p384ecdsa=([\w-]{128})$/.exec(header) ?? [];
  expect(address).toBe(x5u);
  const signed = Buffer.concat([Buffer.from("Content-Signature:"), Buffer.from([0]), Buffer.from(body)]);
  const publicKey = { key: createPublicKey(key), dsaEncoding: "ieee-p1363" as const };
  expect(verify("sha384", signed, publicKey, Buffer.from(signature!, "base64url"))).toBe(true);
});

test("another body or another key is not what was signed", () => {
  const header = contentSignature({ key, x5u }, body);
  expect(isSignedBy(createPublicKey(key), header, body)).toBe(true);
  expect(isSignedBy(key, header, `${body} `)).toBe(false);
  expect(isSignedBy(readSigningKey(pem("secp384r1")), header, body)).toBe(false);
  expect(isSignedBy(key, `x5u=${x5u}`, body)).toBe(false);
});

test("other keys are refused with the remedy", () => {
  expect(() => readSigningKey(pem("prime256v1"))).toThrow("P-384");
  expect(() => readSigningKey("nonsense")).toThrow("PEM");
});
