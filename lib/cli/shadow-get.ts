import http from "node:http";
import https from "node:https";

import type { Given } from "@/lib/shadow/answer";

export type Said =
  | { readonly kind: "given"; readonly given: Given; readonly retryAfter: string | null }
  | { readonly kind: "unreachable" | "unanswered"; readonly says: string };

const patienceMs = 30_000;
/** Longer than any honest answer. */
const mostBytes = 262_144;

type Get = (target: string, userAgent: string | null) => Promise<Said>;

/**
 * Makes a function that asks one service as clients do, with the path exactly as it was recorded, over connections that
 * are kept. Redirects are answers like any other.
 */
export function makeGet(base: string): Get {
  const { protocol, hostname, port, pathname } = new URL(base);
  const { request, Agent } = protocol === "https:" ? https : http;
  const agent = new Agent({ keepAlive: true });
  const prefix = pathname.replace(/\/$/, "");
  return (target, userAgent) =>
    new Promise((resolve) => {
      const asked = request(
        {
          ...{ protocol, hostname: hostname.replace(/^\[|\]$/g, ""), port, agent },
          path: `${prefix}${target}`,
          headers: { "cache-control": "no-cache", "user-agent": userAgent ?? "aus-shadow" },
        },
        (response) => {
          void readWhole(response).then(resolve);
        },
      );
      // For all of it: a service that sends a byte now and then does not hold it up.
      const timer = setTimeout(
        () => asked.destroy(new Error(`no answer within ${patienceMs / 1_000} s`)),
        patienceMs,
      );
      asked.on("close", () => {
        clearTimeout(timer);
      });
      asked.on("error", (error: NodeJS.ErrnoException) => {
        resolve({ kind: "unreachable", says: error.code ?? error.message });
      });
      asked.end();
    });
}

async function readWhole(response: http.IncomingMessage): Promise<Said> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > mostBytes) {
        return { kind: "unanswered", says: `an answer of more than ${mostBytes / 1_024} KiB` };
      }
      chunks.push(chunk);
    }
  } catch (error) {
    return { kind: "unanswered", says: `half an answer (${(error as Error).message})` };
  }
  const { statusCode = 0, headers } = response;
  const rolled = /(^|[\s,])private($|[\s,])/i.test(headers["cache-control"] ?? "");
  return {
    kind: "given",
    given: { status: statusCode, body: Buffer.concat(chunks).toString("utf8"), rolled },
    retryAfter: headers["retry-after"] ?? null,
  };
}
