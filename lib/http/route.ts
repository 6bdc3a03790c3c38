import "server-only";

import type { z } from "zod";

import { Refusal } from "@/lib/errors";
import { traced } from "@/lib/trace";

import { readJson } from "./body";
import { identify, type Caller } from "./caller";
import { ifMatchOf } from "./if-match";
import { parseInput } from "./parse";
import { problem } from "./problem";
import { answerOnce, idempotencyKeyOf } from "./repeatable";

type Schemas<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> = {
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Whether everybody may ask it, where the settings say so. */
  readonly publicRead?: boolean;
};

type Call<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> = Caller & {
  readonly params: z.output<Params>;
  readonly query: z.output<Query>;
  readonly body: z.output<Body>;
  /** The row version that the caller takes the thing to have; undefined: whichever. */
  readonly ifMatch: number | undefined;
};

type Context = { readonly params: Promise<unknown> };

/**
 * A handler of the API. It runs only for a known caller and with a request that fits the schemas; what it throws
 * becomes a problem document. Permission is the services' business.
 */
export function adminRoute<
  Params extends z.ZodType = z.ZodUnknown,
  Query extends z.ZodType = z.ZodUnknown,
  Body extends z.ZodType = z.ZodUnknown,
>(
  { params, query, body, publicRead = false }: Schemas<Params, Query, Body>,
  handle: (call: Call<Params, Query, Body>, request: Request) => Promise<Response>,
): (request: Request, context: Context) => Promise<Response> {
  const respond = async (request: Request, context: Context) => {
    try {
      const caller = await identify(request, { publicRead });
      const url = new URL(request.url);
      const call = {
        ...caller,
        params: (params && readParams(params, await context.params)) as z.output<Params>,
        query: (query && parseInput(query, once(url.searchParams))) as z.output<Query>,
        body: (body && parseInput(body, await readBody(request, body))) as z.output<Body>,
        ifMatch: ifMatchOf(request.headers),
      };
      const key = idempotencyKeyOf(request);
      if (key === null) return await handle(call, request);
      const { actor, body: given } = call;
      return await answerOnce({ actor, key, body: given }, request, () =>
        handle(call, request).catch((error: unknown) => refused(error, request)),
      );
    } catch (error) {
      return refused(error, request);
    }
  };
  return (request, context) => underItsTrace(request, () => respond(request, context));
}

function underItsTrace<T>(request: Request, respond: () => T): T {
  return traced(request.headers.get("traceparent"), respond);
}

function refused(error: unknown, request: Request): Response {
  return problem(error, { isConditional: request.headers.has("if-match") });
}

/** Where a body may leave everything out, it may be left out itself. */
async function readBody(request: Request, schema: z.ZodType): Promise<unknown> {
  if (request.body === null && schema.safeParse({}).success) return {};
  return readJson(request);
}

/** A handler of the API for whoever asks: its body is read all the same, and a refusal becomes a problem document. */
export function openRoute<Body extends z.ZodType>(
  { body }: { readonly body: Body },
  handle: (call: { readonly body: z.output<Body>; readonly request: Request }) => Promise<Response>,
): (request: Request) => Promise<Response> {
  const respond = async (request: Request) => {
    try {
      return await handle({ body: parseInput(body, await readJson(request)), request });
    } catch (error) {
      return problem(error);
    }
  };
  return (request) => underItsTrace(request, () => respond(request));
}

/** @throws Refusal "not-found": a path that fits nothing that can be there names nothing */
function readParams<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new Refusal("not-found", "There is nothing of this name");
  return parsed.data;
}

/** A parameter that is repeated becomes a list, which no schema takes. */
function once(parameters: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((key) => {
      const values = parameters.getAll(key);
      return [key, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}

/** A JSON answer; never kept by caches, since who asks decides what it holds. */
export function json(
  body: unknown,
  { status = 200, headers = {} }: { status?: number; headers?: Readonly<Record<string, string>> } = {},
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
  });
}
