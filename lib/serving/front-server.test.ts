import { once } from "node:events";
import { createServer, request, type IncomingMessage, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { compileSnapshot } from "@/lib/decision/snapshot";
import { dice } from "@/lib/decision/throttle";

import { drain } from "./drain";
import { createFrontServer } from "./front-server";
import { createWebProxy } from "./web-proxy";

const emptyUpdate = '<?xml version="1.0"?>\n<updates>\n</updates>';
const updatePath =
  "/update/3/Heron/1.0/20260101000000/Linux_x86_64-gcc3/de/release/Linux/default/default/update.xml";

const snapshot = compileSnapshot({
  revision: 7,
  settings: { throttle: 100, forceHosts: [] },
  products: [],
  rules: [],
  releases: [],
  pins: [],
  allowedDomains: [],
  shutOffs: [],
});

/** What stands behind the front: says what it was told, streams, and speaks WebSocket's handshake. */
const pages = createServer((asked, response) => {
  if (asked.url === "/slow") {
    setTimeout(() => response.end("done"), 300);
    return;
  }
  if (asked.url === "/stream") {
    asked.once("data", () => response.write("first")).once("end", () => response.end("last"));
    return;
  }
  response.setHeader("Content-Security-Policy", "default-src 'self'");
  response.end(JSON.stringify(asked.headers));
}).on("upgrade", (_request, socket) => {
  socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
  socket.pipe(socket);
});

let pagesPort: number | null = null;
const frontOptions = {
  snapshot: () => snapshot,
  policy: { roll: dice(() => 0), sticky: false, maxAge: 90 },
  trustedProxies: 1,
  web: createWebProxy({ port: () => pagesPort, trustedProxies: 1, protectPages: true }),
  state: () => ({ revision: snapshot.revision, pages: pagesPort !== null, worker: true }),
  counter: () => null,
};
const front = createFrontServer(frontOptions);

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const at = (path: string) => `http://127.0.0.1:${portOf(front)}${path}`;

/** Sends bytes as they are and reads until the other side closes. */
async function exchange(bytes: string): Promise<string> {
  const socket = connect(portOf(front), "127.0.0.1");
  socket.write(bytes);
  return text(socket);
}

beforeAll(async () => {
  pages.listen(0, "127.0.0.1");
  front.listen(0, "127.0.0.1");
  await Promise.all([once(pages, "listening"), once(front, "listening")]);
});
afterAll(async () => {
  await Promise.all([drain(front, 1000), drain(pages, 1000)]);
});

describe("slow clients", () => {
  const soon = {
    headersTimeout: 150,
    requestTimeout: 300,
    connectionsCheckingInterval: 30,
    keepAliveTimeout: 200,
  };
  let impatient: Server;
  beforeAll(async () => {
    pagesPort = portOf(pages);
    impatient = createFrontServer(frontOptions, soon).listen(0, "127.0.0.1");
    await once(impatient, "listening");
  });
  afterAll(async () => {
    await drain(impatient, 1000);
    pagesPort = null;
  });

  /** Sends the beginning, then a byte now and then. @returns what is answered until the connection ends */
  async function trickle(begin: string): Promise<string> {
    const socket = connect(portOf(impatient), "127.0.0.1").on("error", () => undefined);
    const more = setInterval(() => socket.write("a"), 40);
    socket.write(begin);
    return text(socket).finally(() => {
      clearInterval(more);
    });
  }

  test.each([
    ["headers", `GET ${updatePath} HTTP/1.1\r\nX-Slow: `],
    ["a request line", "GET /upd"],
    ["a body", "POST /rules HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n"],
  ])("that send %s byte by byte are cut off, and others are answered meanwhile", async (_, begin) => {
    const slow = trickle(begin);
    expect((await fetch(`http://127.0.0.1:${portOf(impatient)}${updatePath}`)).status).toBe(200);
    expect(await slow).toMatch(/^(HTTP\/1\.1 (200|408) [^]*)?$/);
  });

  test("that say nothing at all are cut off", async () => {
    const socket = connect(portOf(impatient), "127.0.0.1");
    expect(await text(socket)).toBe("");
  });
});

describe("one connection", () => {
  const get = `GET ${updatePath} HTTP/1.1\r\nHost: a\r\n\r\n`;
  const head = get.replace("GET", "HEAD");

  test("has many answers, in order, whatever parser reads their requests", async () => {
    const socket = connect(portOf(front), "127.0.0.1");
    let received = "";
    socket.on("data", (chunk: Buffer) => (received += chunk.toString()));
    const count = () => received.split("HTTP/1.1 200 OK").length - 1;
    for (const [sent, answers] of [
      [get, 1],
      [get, 2],
      [get + head + get, 5],
      [get, 6],
    ] as const) {
      socket.write(sent);
      while (count() < answers) await once(socket, "data");
    }
    socket.end();
    await once(socket, "close");
    expect(count()).toBe(6);
    expect(received.split(emptyUpdate).length - 1).toBe(5);
  });

  test("gets the same answer from either parser", async () => {
    const plain = connect(portOf(front), "127.0.0.1");
    plain.end(get);
    const [other, lane] = await Promise.all([
      exchange(get.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")),
      text(plain),
    ]);
    const lines = (answer: string) =>
      answer
        .split("\r\n")
        .filter((line) => !/^(Connection|Keep-Alive|Date):/.test(line))
        .sort();
    expect(lines(lane)).toEqual(lines(other));
  });

  test("is told that nothing changed by its tag, and goes on", async () => {
    const socket = connect(portOf(front), "127.0.0.1");
    let received = "";
    socket.on("data", (chunk: Buffer) => (received += chunk.toString()));
    socket.write(get);
    await vi.waitUntil(() => received.includes("</updates>"));
    const etag = /\r\nETag: (.*)\r\n/.exec(received)![1]!;
    for (const [tags, status] of [
      [etag, 304],
      [`"other", W/${etag}`, 304],
      ["*", 304],
      ['"other"', 200],
    ] as const) {
      received = "";
      socket.write(get.replace("\r\n\r\n", `\r\nIf-None-Match: ${tags}\r\n\r\n`));
      await vi.waitUntil(() => received.includes(status === 304 ? "\r\n\r\n" : "</updates>"));
      expect(received).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(received).toContain(`\r\nETag: ${etag}\r\n`);
      expect(received.includes("<updates>")).toBe(status === 200);
    }
    socket.write(get.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
    await once(socket, "close");
  });

  test("that was idle ends when the server does", async () => {
    const another = createFrontServer({
      snapshot: () => snapshot,
      policy: { roll: dice(() => 0), sticky: false, maxAge: 90 },
      trustedProxies: 0,
      web: createWebProxy({ port: () => null, trustedProxies: 0, protectPages: false }),
      state: () => ({ revision: 0, pages: false, worker: false }),
      counter: () => null,
    }).listen(0, "127.0.0.1");
    await once(another, "listening");
    const socket = connect(portOf(another), "127.0.0.1");
    socket.write(get);
    await once(socket, "data");
    await Promise.all([drain(another, 5000), once(socket, "close")]);
  });
});

describe("while the pages are away", () => {
  beforeAll(() => {
    pagesPort = null;
  });

  test("clients are answered", async () => {
    const response = await fetch(at(updatePath));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/xml; charset=utf-8");
    expect(await response.text()).toBe(emptyUpdate);
  });

  test("people are told that it will not be long", async () => {
    const response = await fetch(at("/rules"));
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("3");
    expect(await response.text()).toContain("Back in a moment");
  });

  test("programs get a problem document", async () => {
    const response = await fetch(at("/api/v1/status"));
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ status: 503, code: "away" });
  });

  test("the node says which revision it serves, and that it has no pages", async () => {
    expect(await (await fetch(at("/__heartbeat__"))).json()).toEqual({
      status: "ok",
      revision: 7,
      pages: false,
      worker: true,
    });
    expect((await fetch(at("/__lbheartbeat__"))).status).toBe(200);
    expect(await (await fetch(at("/__version__"))).json()).toMatchObject({ name: "aus3" });
  });
});

describe("requests that are not quite HTTP", () => {
  test.each([
    ["without a Host header", `GET ${updatePath} HTTP/1.1\r\nConnection: close\r\n\r\n`, "200 OK"],
    [
      "with a whole address",
      `GET http://a.example${updatePath} HTTP/1.1\r\nConnection: close\r\n\r\n`,
      "200 OK",
    ],
    ["of HTTP/1.0", `GET ${updatePath} HTTP/1.0\r\n\r\n`, "200 OK"],
    ["with dots", "GET /update/../../etc/passwd HTTP/1.0\r\n\r\n", "200 OK"],
    ["with broken escapes", "GET /update/%zz%/%00 HTTP/1.0\r\n\r\n", "200 OK"],
    [
      "that offer another protocol",
      `GET ${updatePath} HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n`,
      "200 OK",
    ],
    [
      "that want a WebSocket of an update",
      `GET ${updatePath} HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      "200 OK",
    ],
    ["that are none", "nonsense\r\n\r\n", "400 Bad Request"],
    ["with a second slash in front", `GET /${updatePath} HTTP/1.0\r\n\r\n`, "200 OK"],
    ["with a control character in the path", "GET /update/\u0001 HTTP/1.1\r\n\r\n", "200 OK"],
    [
      "with a blank in the path",
      `GET ${updatePath.replace("Linux", "Linux 6.1")} HTTP/1.1\r\n\r\n`,
      "200 OK",
    ],
    [
      "with raw letters in the path",
      `GET ${updatePath.replace("Linux", "Lin\u00fcx")} HTTP/1.1\r\n\r\n`,
      "200 OK",
    ],
    ["with endless headers", `GET ${updatePath} HTTP/1.1\r\nX: ${"x".repeat(40_000)}\r\n\r\n`, "431"],
    ["for a tunnel", "CONNECT example.com:443 HTTP/1.1\r\n\r\n", "405 Method Not Allowed"],
  ])("%s are answered with well-formed XML", async (_, bytes, status) => {
    const [head = "", body] = (await exchange(bytes)).split("\r\n\r\n");
    expect(head).toContain(`HTTP/1.1 ${status}`);
    expect(body).toBe(emptyUpdate);
  });

  test("another method than GET and HEAD is not allowed", async () => {
    const response = await fetch(at(updatePath), { method: "POST", body: "x" });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD");
  });

  test("HEAD has the headers of GET and no body", async () => {
    const response = await fetch(at(updatePath), { method: "HEAD" });
    expect(response.headers.get("content-length")).toBe(String(emptyUpdate.length));
    expect(await response.text()).toBe("");
  });
});

describe("with the pages there", () => {
  beforeAll(() => {
    pagesPort = portOf(pages);
  });

  test("the pages hear who asks from us, not from the client", async () => {
    const headers = {
      "X-Forwarded-For": "6.6.6.6, 198.51.100.7",
      "X-Real-IP": "6.6.6.6",
      Forwarded: "for=6.6.6.6",
    };
    const told = (await (await fetch(at("/rules"), { headers })).json()) as Record<string, string>;
    expect(told["x-forwarded-for"]).toBe("198.51.100.7");
    expect(told["x-forwarded-host"]).toBe(`127.0.0.1:${portOf(front)}`);
    expect(told).not.toHaveProperty("x-real-ip");
    expect(told).not.toHaveProperty("forwarded");
  });

  test("each page gets a policy with a nonce of its own, and its renderer the same one", async () => {
    const responses = await Promise.all([fetch(at("/a")), fetch(at("/b"))]);
    const policies = responses.map((response) => response.headers.get("content-security-policy"));
    expect(policies[0]).toMatch(/script-src 'self' 'nonce-[\w+/=]+' 'strict-dynamic'/);
    expect(policies[0]).not.toBe(policies[1]);
    const told = (await responses[0].json()) as Record<string, string>;
    expect(told["content-security-policy"]).toBe(policies[0]);
  });

  test("both directions stream", async () => {
    const asking = request(at("/stream"), { method: "POST" });
    asking.write("begin");
    const [response] = (await once(asking, "response")) as [IncomingMessage];
    expect(String((await once(response, "data"))[0])).toBe("first");
    asking.end();
    expect(String((await once(response, "data"))[0])).toBe("last");
  });

  test("WebSockets pass through", async () => {
    const socket = connect(portOf(front), "127.0.0.1");
    socket.write("GET /live HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    expect(String((await once(socket, "data"))[0])).toContain("101 Switching Protocols");
    socket.write("hello");
    expect(String((await once(socket, "data"))[0])).toBe("hello");
    socket.destroy();
  });

  test("a page process that vanished is a 502, and clients do not notice", async () => {
    const gone = createServer().listen(0, "127.0.0.1");
    await once(gone, "listening");
    pagesPort = portOf(gone);
    gone.close();
    expect((await fetch(at("/rules"))).status).toBe(502);
    expect((await fetch(at(updatePath))).status).toBe(200);
    pagesPort = portOf(pages);
  });

  test("a request in flight is finished before the server ends", async () => {
    const another = createFrontServer(frontOptions).listen(0, "127.0.0.1");
    await once(another, "listening");
    const address = `http://127.0.0.1:${portOf(another)}`;
    const slow = fetch(`${address}/slow`);
    await once(another, "request");
    await Promise.all([
      drain(another, 5000),
      slow.then(async (response) => {
        expect(await response.text()).toBe("done");
      }),
    ]);
    await expect(fetch(address)).rejects.toThrow();
  });
});
