import { createServer, type IncomingMessage, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { once } from "node:events";

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { readPlainRequest } from "./plain-request";

const head = (...lines: string[]) => `${["GET /update/6/a HTTP/1.1", ...lines].join("\r\n")}\r\n\r\n`;
const read = (text: string) => readPlainRequest(Buffer.from(text, "latin1"));

describe("a plain request", () => {
  test("is what clients send", () => {
    const plain = read(
      head("Host: aus.example.net", "User-Agent: Heron", "Connection: keep-alive", "Pragma: no-cache"),
    );
    expect(plain?.url).toBe("/update/6/a");
    expect(plain?.header("user-agent")).toBe("Heron");
    expect(plain?.header("x-forwarded-for")).toBeUndefined();
  });

  test("joins the values of a header that comes twice", () => {
    const plain = read(head("X-Forwarded-For: 192.0.2.1", "x-forwarded-for:  192.0.2.2 "));
    expect(plain?.header("x-forwarded-for")).toBe("192.0.2.1, 192.0.2.2");
  });

  test.each([
    ["two requests at once", head() + head()],
    ["half a request", head("Host: a").slice(0, -2)],
    ["a request with a body", `${head("Content-Length: 2")}ab`],
    ["an announced body", head("Content-Length: 2")],
    ["an announced body in other letters", head("cONTENT-lENGTH: 2")],
    ["a blank before the colon", head("Content-Length : 2")],
    ["a chunked body", head("Transfer-Encoding: chunked")],
    ["a connection that is to be closed", head("Connection: close")],
    ["an upgrade", head("Connection: upgrade", "Upgrade: websocket")],
    ["an expectation", head("Expect: 100-continue")],
    ["a folded header", head("X-A: b", " Content-Length: 2")],
    ["a header behind a lone line feed", head("X-A: b\nContent-Length: 2")],
    ["a header behind a lone carriage return", head("X-A: b\rContent-Length: 2")],
    ["a line feed in the request line", "GET /update/a\nX: HTTP/1.1\r\n\r\n"],
    ["a blank in the path", "GET /update/a b HTTP/1.1\r\n\r\n"],
    ["a path outside ASCII", head().replace("6/a", "6/\u00e4")],
    ["one with endless headers", head(`X-A: ${"b".repeat(9000)}`)],
    ["another method", head().replace("GET", "HEAD")],
    ["HTTP/1.0", head().replace("1.1", "1.0")],
    ["another path", head().replace("/update/", "/rules/")],
    ["an empty chunk", ""],
  ])("is not %s", (_name, text) => {
    expect(read(text)).toBeNull();
  });
});

describe("Node's own parser", () => {
  let server: Server;
  let seen: IncomingMessage[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(request);
      response.end();
    });
    server.on("clientError", (_error, socket) => socket.destroy());
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterAll(() => server.close());

  test("sees one request with the same path in whatever counts as plain", async () => {
    const piece = fc.oneof(
      fc.constantFrom("\r\n", "\n", "\r", ":", " ", "\t", "\0", "GET /update/b HTTP/1.1\r\n", "\r\n\r\n"),
      fc.constantFrom(
        "Content-Length: 3",
        "Transfer-Encoding: chunked",
        "Connection: close",
        "Host: a",
        "X-A: b",
      ),
    );
    let plain = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (pieces) => {
        const text = `GET /update/6/a HTTP/1.1\r\nHost: a\r\n${pieces.join("")}\r\n\r\n`;
        const request = read(text);
        if (!request) return;
        plain++;
        seen = [];
        const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
        socket.resume().end(text, "latin1");
        await once(socket, "close");
        expect(
          seen.map(({ url, headers }) => [url, headers["content-length"], headers["transfer-encoding"]]),
        ).toEqual([[request.url, undefined, undefined]]);
      }),
      { numRuns: 3000 },
    );
    expect(plain).toBeGreaterThan(50);
  });
});
