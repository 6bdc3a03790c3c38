// A way to a server that can be cut, and that can fall silent as a network does: nothing arrives, and nobody is told.
import { once } from "node:events";
import net from "node:net";

export class CuttableWay {
  #target;
  #pairs = new Set();
  #forgotten = new Set();
  #server = null;
  #port = 0;
  #isSilent = false;

  /** @param address the server's, as a URL */
  constructor(address) {
    this.#target = new URL(address);
  }

  /** The server's address, by this way. */
  get address() {
    const url = new URL(this.#target);
    url.hostname = "127.0.0.1";
    url.port = String(this.#port);
    return url.toString();
  }

  /** Lets connections through; at the same port each time. */
  async open() {
    this.#isSilent = false;
    const server = net.createServer((near) => this.#join(near));
    server.listen(this.#port, "127.0.0.1");
    await once(server, "listening");
    this.#port = server.address().port;
    this.#server = server;
    return this;
  }

  /** Closes all connections and takes no more. */
  async cut() {
    const server = this.#server;
    this.#server = null;
    for (const { near, far } of [...this.#pairs, ...this.#forgotten]) {
      near.destroy();
      far.destroy();
    }
    if (!server) return;
    const closed = once(server, "close");
    server.close();
    await closed;
  }

  /** From now on nothing arrives, in either direction. */
  silence() {
    this.#isSilent = true;
    for (const { near, far } of this.#pairs) {
      for (const socket of [near, far]) socket.unpipe().pause();
    }
  }

  /** What was on its way arrives. */
  resume() {
    this.#isSilent = false;
    for (const pair of this.#pairs) this.#connect(pair);
  }

  /** Lets new connections through; those that were there stay silent, as behind a firewall that forgot them. */
  forget() {
    this.#isSilent = false;
    for (const pair of this.#pairs) this.#forgotten.add(pair);
    this.#pairs.clear();
  }

  #join(near) {
    const far = net.connect(Number(this.#target.port), this.#target.hostname);
    const pair = { near, far };
    this.#pairs.add(pair);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      from
        .on("error", () => undefined)
        .on("close", () => {
          this.#pairs.delete(pair);
          this.#forgotten.delete(pair);
          to.destroy();
        });
    }
    if (!this.#isSilent) this.#connect(pair);
  }

  #connect({ near, far }) {
    near.pipe(far);
    far.pipe(near);
  }
}
