import fs from "node:fs";
import path from "node:path";

import { Failure } from "./failure";
import type { Io } from "./io";
import { readProblem } from "./problem";
import { findStoredSession } from "./sessions";

export type ApiResponse<Body> = {
  readonly status: number;
  readonly revision: number | null;
  readonly body: Body;
};

/** Talks to the HTTP API of a running service. */
export type Client = {
  readonly url: string;
  readonly get: <Body>(path: string) => Promise<ApiResponse<Body>>;
  /** The lines of an answer, as they arrive. */
  readonly lines: (path: string) => Promise<AsyncIterable<string>>;
  readonly send: <Body>(
    method: "PUT" | "POST" | "DELETE",
    path: string,
    body?: unknown,
    /** Whoever repeats a request with the same key gets the same answer, and nothing is done again. */
    key?: string,
  ) => Promise<ApiResponse<Body>>;
  /** A request as an updating client makes it: no token, and whatever comes back. */
  readonly ask: (pathAndQuery: string) => Promise<{ status: number; body: string }>;
};

/**
 * Finds the service by AUS_URL, else the one that `npm start` runs in this clone. Asks it with AUS_TOKEN, else as the
 * person who signed in to it, else with the token that this clone's own service left.
 *
 * @param options.as a secret to ask with instead; null: none
 */
export function connect(io: Io, options: { as?: string | null } = {}): Client {
  const settings = io.settings();
  const data = path.resolve(io.root, settings.DATA_DIR);
  const found = settings.AUS_URL ?? readLine(path.join(data, "url"));
  if (found === undefined) {
    throw new Failure(
      "No update service is known here. Start one with `npm start`, or set AUS_URL (and AUS_TOKEN) to a running one.",
    );
  }
  const url = found.replace(/\/+$/, "");
  const token = options.as === undefined ? findSecret(io, url, data) : (options.as ?? undefined);
  return {
    url,
    get: (at) => callApi(io, { url, token, method: "GET", path: at, body: undefined }),
    lines: async (at) => {
      const response = await askApi(io, { url, token, method: "GET", path: at, body: undefined });
      return linesOf(response, url);
    },
    send: (method, at, body, key) => callApi(io, { url, token, method, path: at, body, key }),
    ask: async (at) => {
      const response = await reach(io, url, at, {});
      return { status: response.status, body: await response.text() };
    },
  };
}

function findSecret(io: Io, url: string, data: string): string | undefined {
  const { AUS_TOKEN, AUS_URL } = io.settings();
  // The clone's own token is only for the clone's own service.
  return (
    AUS_TOKEN ?? findStoredSession(io, url)?.secret ?? (AUS_URL === undefined ? localToken(data) : undefined)
  );
}

function localToken(data: string): string | undefined {
  return readLine(path.join(data, "admin-token"));
}

function readLine(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8").trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Failure(`${file} cannot be read: ${(error as Error).message}`);
  }
}

type Call = {
  readonly url: string;
  readonly token: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly key?: string | undefined;
};

async function callApi<Body>(io: Io, call: Call): Promise<ApiResponse<Body>> {
  const response = await askApi(io, call);
  const revision = response.headers.get("aus-revision");
  return {
    status: response.status,
    revision: revision === null ? null : Number(revision),
    body: parseBody(await response.text(), call.url) as Body,
  };
}

/** @throws ApiFailure when the service refuses */
async function askApi(io: Io, { url, token, method, path: at, body, key }: Call): Promise<Response> {
  const response = await reach(io, url, `/api/v1/${at}`, {
    method,
    headers: {
      accept: "application/json",
      "aus-client": "cli",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(key === undefined ? {} : { "idempotency-key": key }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw readProblem(response, await response.text(), token !== undefined);
  return response;
}

async function* linesOf(response: Response, url: string): AsyncGenerator<string, void> {
  if (response.body === null) return;
  let rest = "";
  try {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const lines = (rest + read.value).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
  } catch (error) {
    throw new Failure(`${url} broke off in the middle of its answer: ${(error as Error).message}`);
  }
  if (rest !== "") throw new Failure(`${url} broke off in the middle of a line.`);
}

function parseBody(text: string, url: string): unknown {
  try {
    return text === "" ? null : (JSON.parse(text) as unknown);
  } catch {
    throw new Failure(
      `${url} answered with something other than JSON. Is it an update service of this version?`,
    );
  }
}

async function reach(io: Io, url: string, at: string, init: RequestInit): Promise<Response> {
  try {
    return await io.fetch(`${url}${at}`, init);
  } catch (error) {
    const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
    const why = cause?.code ?? cause?.message ?? (error as Error).message;
    throw new Failure(
      `No update service answers at ${url} (${why}). Start it with \`npm start\`, or set AUS_URL to where it runs.`,
    );
  }
}
