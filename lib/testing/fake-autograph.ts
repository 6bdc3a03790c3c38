import { createHash, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { hawkHeader, type HawkCredentials } from "@/lib/signing/hawk";

/** What is answered to a request, given the answer that is right. */
type Manner = (right: readonly object[]) => {
  status: number;
  headers?: Record<string, string>;
  body?: string;
};

export const signsWell: Manner = (right) => ({ status: 201, body: JSON.stringify(right) });

const newPair = () => generateKeyPairSync("ec", { namedCurve: "secp384r1" });
const spki = (key: KeyObject) => key.export({ type: "spki", format: "der" }).toString("base64");

/** A signing service of Autograph's kind on a free port, which takes each proof once. */
export async function startFakeAutograph(credentials: HawkCredentials & { readonly keyid: string }) {
  const { privateKey, publicKey } = newPair();
  const issuer = newPair();
  const nonces = new Set<string>();
  const events = new EventEmitter().setMaxListeners(0);
  const state = { manner: signsWell, isHolding: false, atOnce: 0, mostAtOnce: 0 };
  /** The bodies that were to be signed, in their order. */
  const asked: string[] = [];

  function isProven({ headers, method = "", url = "" }: IncomingMessage, body: string): boolean {
    const { authorization = "", "content-type": contentType = "", host = "" } = headers;
    const said = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(authorization)?.[1] ?? "";
    const [at, nonce] = [Number(said("ts")), said("nonce")];
    const to = new URL(url, `http://${host}`);
    const proof = hawkHeader(credentials, { method, url: to, contentType, body, at, nonce });
    if (proof !== authorization || nonces.has(nonce)) return false;
    nonces.add(nonce);
    return Math.abs(at * 1000 - Date.now()) < 60_000;
  }

  /** Null: whoever asks has not proven who they are, or asks for something else. */
  function inputOf(request: IncomingMessage, body: string): string | null {
    if (request.url !== "/sign/data" || !isProven(request, body)) return null;
    const [{ input, keyid }] = JSON.parse(body) as [{ input: string; keyid: string }];
    return keyid === credentials.keyid ? Buffer.from(input, "base64").toString() : null;
  }

  function signatureOf(input: string): object {
    const signed = Buffer.from(`Content-Signature:\0${input}`);
    return {
      ref: createHash("sha256").update(input).digest("hex").slice(0, 26),
      type: "contentsignaturepki",
      mode: "p384ecdsa",
      signer_id: credentials.keyid,
      public_key: spki(issuer.publicKey),
      signature: sign("sha384", signed, { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url"),
      x5u: "https://keys.example.com/chains/firefox.pem",
    };
  }

  const server = createServer((request, response) => {
    void text(request).then(async (body) => {
      const input = inputOf(request, body);
      if (input === null) {
        response.writeHead(401).end();
        return;
      }
      asked.push(input);
      state.mostAtOnce = Math.max(state.mostAtOnce, ++state.atOnce);
      if (state.isHolding) await once(events, "released");
      state.atOnce--;
      const { status, headers, body: answer } = state.manner([signatureOf(input)]);
      response.writeHead(status, headers).end(answer);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    service: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sign/data`,
    publicKey,
    asked,
    mostAtOnce: () => state.mostAtOnce,
    /** From now on it answers so. */
    answers: (manner: Manner) => (state.manner = manner),
    /** From now on nothing is answered, until it is released. */
    hold: () => (state.isHolding = true),
    release: () => {
      state.isHolding = false;
      events.emit("released");
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
