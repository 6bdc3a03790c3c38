import type { IncomingMessage } from "node:http";

import type { ClientRequest } from "./answer";
import { clientAddress } from "./client-address";

/**
 * A client's request as it came in. What few answers depend on is looked for when it is asked for: making an object
 * of all headers would cost as much as deciding.
 */
export class IncomingRequest implements ClientRequest {
  readonly url: string;
  readonly #request: IncomingMessage;
  readonly #trustedProxies: number;

  constructor(request: IncomingMessage, url: string, trustedProxies: number) {
    this.#request = request;
    this.url = url;
    this.#trustedProxies = trustedProxies;
  }

  get method(): string {
    return this.#request.method ?? "GET";
  }

  get userAgent(): string | undefined {
    return this.#request.headers["user-agent"];
  }

  get address(): string {
    return clientAddress(this.#request, this.#trustedProxies);
  }
}
