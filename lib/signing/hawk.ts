import { createHash, createHmac } from "node:crypto";

/** Whom a service knows that takes Hawk's credentials. */
export type HawkCredentials = { readonly id: string; readonly secret: string };

type HawkRequest = {
  readonly method: string;
  readonly url: URL;
  readonly contentType: string;
  readonly body: string;
  /** Seconds since 1970. */
  readonly at: number;
  /** Never the same twice in one second. */
  readonly nonce: string;
  readonly ext?: string;
};

/**
 * The value of the header Authorization that proves, without telling the secret, who sends this request and this body:
 * Hawk 1 with SHA-256 (https://github.com/mozilla/hawk/blob/main/API.md). Its library is archived.
 */
export function hawkHeader({ id, secret }: HawkCredentials, request: HawkRequest): string {
  const { method, url, at, nonce, ext = "" } = request;
  const hash = payloadHash(request);
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const resource = url.pathname + url.search;
  const signed = ["hawk.1.header", at, nonce, method, resource, url.hostname, port, hash, ext];
  const mac = createHmac("sha256", secret)
    .update(`${signed.join("\n")}\n`)
    .digest("base64");
  const said = ext === "" ? "" : `, ext="${ext}"`;
  return `Hawk id="${id}", ts="${at}", nonce="${nonce}", hash="${hash}"${said}, mac="${mac}"`;
}

function payloadHash({ contentType, body }: Pick<HawkRequest, "contentType" | "body">): string {
  return createHash("sha256").update(`hawk.1.payload\n${contentType}\n${body}\n`).digest("base64");
}
