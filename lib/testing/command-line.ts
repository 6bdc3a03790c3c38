import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";

import { onTestFinished } from "vitest";

import type { Io } from "@/lib/cli/io";

export type Asked = {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
};

export type Reply = { status?: number; headers?: Record<string, string>; body: unknown };

const managerMissing = [{ role: "manager", product: "Heron", count: 1, because: ["clients/Heron/release*"] }];

/** What the API answers to a change that nobody else has to sign. */
export function enactedAs(revision: number, { url }: Asked, told: object): Reply {
  const common = { changeSet: null, requirements: [], missing: [], ...told };
  return url.includes("dryRun=1")
    ? { body: { ...common, kind: "dryRun", revision: null, dryRun: true } }
    : { body: { ...common, kind: "enacted", changeSet: 12, revision, dryRun: false } };
}

/** What it answers to one that waits for a manager of Heron. */
export function waitingAs(changeSet: number, asked: Asked, told: object): Reply {
  const common = { ...told, requirements: managerMissing, missing: managerMissing };
  if (asked.url.includes("dryRun=1")) return enactedAs(0, asked, common);
  return { status: 202, body: { ...common, kind: "waiting", changeSet, revision: null, dryRun: false } };
}

/** A server on a free port that keeps what it was asked, and answers as told, until the running test is over. */
export async function startServer(reply: (asked: Asked) => Reply) {
  const asked: Asked[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const { method = "", url = "", headers } = request;
      const body: unknown = text === "" ? null : JSON.parse(text);
      const one = { method, url, authorization: headers.authorization, body };
      asked.push(one);
      const { status = 200, headers: said = {}, body: answer } = reply(one);
      response.writeHead(status, said).end(typeof answer === "string" ? answer : JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => {
        resolve();
      });
    });
  onTestFinished(stop);
  return { url: `http://127.0.0.1:${port}`, asked, stop };
}

/** A terminal that keeps what is written to it. */
export function recordingIo(
  given: {
    url?: string;
    token?: string;
    interactive?: boolean;
    agrees?: boolean;
    types?: string;
    password?: string;
  } = {},
) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "aus-"));
  const written = { out: "", err: "", questions: [] as string[] };
  const io: Io = {
    print: (text) => {
      written.out += `${text}\n`;
    },
    tell: (text) => {
      written.err += `${text}\n`;
    },
    interactive: given.interactive ?? false,
    confirm: (question) => {
      written.questions.push(question);
      return Promise.resolve(given.agrees ?? false);
    },
    ask: (question) => {
      written.questions.push(question);
      return Promise.resolve(given.types ?? "");
    },
    askSecret: (question) => {
      written.questions.push(question);
      return Promise.resolve(given.password ?? "");
    },
    settings: () => ({
      DATA_DIR: ".data",
      XDG_CONFIG_HOME: path.join(root, "config"),
      ...(given.url === undefined ? {} : { AUS_URL: given.url }),
      ...(given.token === undefined ? {} : { AUS_TOKEN: given.token }),
    }),
    root,
    fetch: globalThis.fetch,
    now: () => new Date("2026-11-26T12:00:00Z"),
    pause: () => Promise.resolve(),
  };
  return { io, written, root };
}
