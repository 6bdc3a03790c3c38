import type { z } from "zod";

import type { Caller } from "@/lib/balrog-api/service-write";

import { readJson } from "../body";
import { parseInput } from "../parse";
import { json } from "../route";

export type Asked = {
  readonly caller: Caller;
  readonly request: Request;
  readonly query: URLSearchParams;
  /** By its name in the path. */
  readonly at: (name: string) => string;
};

export type BalrogRoute = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below /compat/balrog/api. */
  readonly path: string;
  readonly answer: (asked: Asked) => Promise<Response>;
};

export async function readBody<Schema extends z.ZodType>(
  { request }: Asked,
  schema: Schema,
): Promise<z.output<Schema>> {
  return parseInput(schema, await readJson(request));
}

/** What stands behind the question mark, as one object. @throws Refusal "invalid" */
export function readQuery<Schema extends z.ZodType>({ query }: Asked, schema: Schema): z.output<Schema> {
  return parseInput(schema, Object.fromEntries(query));
}

/** An answer with the data version that clients read from its header before they write. */
export function versioned(body: unknown, dataVersion: number): Response {
  return json(body, { headers: { "x-data-version": String(dataVersion), ...csrf() } });
}

const hour = 3_600_000;

/**
 * Clients ask for a token before they write, and see from its first digits when it ends. A bearer token needs none, so
 * that nothing looks at it again.
 */
export function csrf(): { "x-csrf-token": string } {
  const until = new Date(Date.now() + hour).toISOString().replaceAll(/\D/g, "").slice(0, 14);
  return { "x-csrf-token": `${until}##none` };
}

export function empty(status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status, headers: { "cache-control": "no-store", ...headers } });
}
