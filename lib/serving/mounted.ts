import { env } from "@/lib/env";

import { answer, type ServingPolicy } from "./answer";
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
  const { status, headers, body } = answer(
    source.current(),
    {
      method: request.method,
      url: request.headers.get(rawUrlHeader) ?? pathname + search,
      userAgent: request.headers.get("user-agent") ?? undefined,
      address: request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "",
    },
    policy,
  );
  return new Response(body, { status, headers: pairs(headers) });
}

function pairs(flat: readonly string[]): [string, string][] {
  return flat.flatMap((name, index) =>
    index % 2 === 0 ? [[name, flat[index + 1] ?? ""] as [string, string]] : [],
  );
}
