import type { Answer, ClientRequest } from "./answer";
import { isPublicRoute, pathOf } from "./public-route";

/** What Node says of a request line whose target holds bytes that HTTP forbids there. */
const strangeTarget = new Set(["HPE_INVALID_URL", "HPE_INVALID_CONSTANT"]);
const requestLine = /^(GET|HEAD) ([^\r\n]+) HTTP\/1\.[01]\r?\n/;
const userAgentLine = /\r?\nuser-agent:[ \t]*([^\r\n]*)/i;

/**
 * Reads a client's request that Node's parser has refused for the bytes in its path: some clients write what
 * their system calls itself without encoding it, and they want their update too.
 *
 * @param packet what was received, from the request line on
 * @returns null for anything else
 */
export function readUnparsed(
  code: string | undefined,
  packet: Buffer,
): Omit<ClientRequest, "address"> | null {
  if (code === undefined || !strangeTarget.has(code)) return null;
  const text = packet.toString("latin1");
  const [, method, target] = requestLine.exec(text) ?? [];
  if (method === undefined || target === undefined) return null;
  const url = pathOf(target);
  return isPublicRoute(url) ? { method, url, userAgent: userAgentLine.exec(text)?.[1] } : null;
}

/** An answer as the bytes of a whole HTTP response, after which the connection is closed. */
export function wholeResponse({ status, headers, body }: Answer, method: string): Buffer {
  const lines = headers.flatMap((name, index) =>
    index % 2 === 0 ? [`${name}: ${headers[index + 1] ?? ""}`] : [],
  );
  const head = [
    `HTTP/1.1 ${status} ${status === 200 ? "OK" : "Not Found"}`,
    ...lines,
    "Connection: close",
    "",
    "",
  ];
  const start = Buffer.from(head.join("\r\n"), "latin1");
  return method === "HEAD" ? start : Buffer.concat([start, Buffer.from(body)]);
}
