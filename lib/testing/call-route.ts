import path from "node:path";

import { rehearse } from "@/lib/db/client";

type Handler = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>;

export type CalledRoute = {
  /** As they stand in the path: escaped. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of a token or session; undefined: nobody's. */
  readonly secret?: string | undefined;
};

export type Answered = { readonly status: number; readonly type: string; readonly text: string };

const folder = path.join(import.meta.dirname, "../../app/api/v1");

/** Calls a route as Next would, for real, and takes back whatever it wrote. @param route e.g. "GET /rules/{id}" */
export async function call(route: string, called: CalledRoute): Promise<Answered> {
  return rehearse(() => callForGood(route, called));
}

/** As `call`; what it wrote stays. */
export async function callForGood(route: string, called: CalledRoute): Promise<Answered> {
  const [method = "", at = ""] = route.split(" ");
  const file = path.join(folder, at.replaceAll(/\{(\w+)\}/g, "[$1]"), "route.ts");
  const handler = ((await import(file)) as Record<string, Handler>)[method];
  if (!handler) throw new Error(`There is no ${route}`);
  const decoded = Object.entries(called.params ?? {}).map(([name, text]) => [name, decodeURIComponent(text)]);
  const params = Promise.resolve(Object.fromEntries(decoded));
  const response = await handler(requestFor(method, at, called), { params });
  const type = response.headers.get("content-type") ?? "";
  return { status: response.status, type, text: await response.text() };
}

function requestFor(
  method: string,
  at: string,
  { params = {}, query = "", ...called }: CalledRoute,
): Request {
  const { body, headers, secret } = called;
  const filled = at.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
  const text = typeof body === "string" || body === undefined ? body : JSON.stringify(body);
  return new Request(`http://localhost/api/v1${filled}${query === "" ? "" : `?${query}`}`, {
    method,
    headers: {
      ...(text !== undefined && { "content-type": "application/json" }),
      ...(secret !== undefined && { authorization: `Bearer ${secret}` }),
      ...headers,
    },
    ...(text !== undefined && { body: text }),
  });
}
