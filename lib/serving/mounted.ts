import { isKnown } from "@/lib/caching/conditional";
import { env } from "@/lib/env";

import { answer, notModified, type ClientRequest, type ServingPolicy } from "./answer";
import { servingPolicy } from "./policy";
import { rawUrlHeader } from "./public-route";
import { sharedSource } from "./refresh-shared";

let policy: ServingPolicy | undefined;

/** Answers a client from within Next, with the same function as the front process. */
export async function answerMounted(request: Request): Promise<Response> {
  policy ??= servingPolicy(env());
  const source = sharedSource();
  await source.ready;
  const { pathname, search } = new URL(request.url);
  const given = answer(
    source.current(),
    asClientRequest(request, request.headers.get(rawUrlHeader) ?? pathname + search),
    policy,
  );
  const full = (await given.later) ?? given;
  const tags = request.headers.get("if-none-match");
  const isSame = full.etag !== null && tags !== null && isKnown(full.etag, tags);
  const { status, headers, body } = isSame ? notModified(full) : full;
  return new Response(isSame ? null : body, { status, headers: pairs(headers) });
}

/** @param url path and query, exactly as they came in */
export function asClientRequest({ method, headers }: Request, url: string): ClientRequest {
  return {
    method,
    url,
    userAgent: headers.get("user-agent") ?? undefined,
    address: headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "",
  };
}

function pairs(flat: readonly string[]): [string, string][] {
  return flat.flatMap((name, index) =>
    index % 2 === 0 ? [[name, flat[index + 1] ?? ""] as [string, string]] : [],
  );
}
