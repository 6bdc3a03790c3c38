import NextAuth from "next-auth";
import type { NextRequest } from "next/server";

import { authOptions, visitorOf } from "@/lib/access/session";
import { env } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { problem } from "@/lib/http/problem";
import { isSameOrigin } from "@/lib/http/same-origin";

type Context = { params: Promise<{ nextauth: string[] }> };

const answer = (request: NextRequest, context: Context) =>
  NextAuth(request as never, context as never, authOptions(visitorOf(request.headers))) as Promise<Response>;

export { answer as GET };

/** The library checks a token of its own besides. */
export async function POST(request: NextRequest, context: Context): Promise<Response> {
  if (isSameOrigin(request.headers, env().AUS_URL)) return answer(request, context);
  return problem(new Refusal("forbidden", "People sign in and out on this service's own pages only"));
}
