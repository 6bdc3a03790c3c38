import type { z } from "zod";

import type { AnswerName } from "./answers";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export type ApiRoute = {
  readonly method: Method;
  /** Below /api/v1. */
  readonly path: string;
  readonly summary: string;
  /** What a caller must be allowed to do; null: nothing, not even sign in. */
  readonly permission: string | null;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** Null: any JSON. */
  readonly answer: AnswerName | null;
  readonly contentType?: string;
};
