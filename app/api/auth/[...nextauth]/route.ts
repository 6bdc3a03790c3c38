import NextAuth from "next-auth";
import type { NextRequest } from "next/server";

import { authOptions } from "@/lib/access/session";

type Context = { params: Promise<{ nextauth: string[] }> };

const answer = (request: NextRequest, context: Context) =>
  NextAuth(request as never, context as never, authOptions()) as Promise<Response>;

export { answer as GET, answer as POST };
