import { env } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { previewSnapshot } from "@/lib/preview/service";

import { answer, type ServingPolicy } from "./answer";
import { asClientRequest } from "./mounted";
import { servingPolicy } from "./policy";
import { isPublicRoute, previewRoute, rawUrlHeader } from "./public-route";

let policy: ServingPolicy | undefined;

/** Answers a test client as if a change set were enacted. Such answers are never kept. */
export async function answerPreview(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const asked = previewRoute(request.headers.get(rawUrlHeader) ?? pathname + search);
  if (!asked || !isPublicRoute(asked.url)) {
    return refuse(404, "Below a preview there are update URLs only, e.g. update/6/…/update.xml");
  }
  try {
    const snapshot = await previewSnapshot(asked.token);
    policy ??= servingPolicy(env());
    const given = answer(snapshot, asClientRequest(request, asked.url), policy);
    const { status, headers, body } = (await given.later) ?? given;
    return new Response(body, { status, headers: unkept(headers) });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refuse(error.code === "not-found" ? 404 : 409, error.message);
  }
}

function refuse(status: number, detail: string): Response {
  const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  return new Response(`${detail}\n`, { status, headers });
}

function unkept(flat: readonly string[]): Headers {
  const headers = new Headers();
  for (let index = 0; index < flat.length; index += 2) headers.set(flat[index] ?? "", flat[index + 1] ?? "");
  headers.set("cache-control", "no-store");
  return headers;
}
