import type { z } from "zod";

import type { AnswerName } from "../answers";

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
  /** Whether what it does may take effect later: 202. */
  readonly isSubmission?: boolean;
  /** Null: any JSON. */
  /** Whether everybody may ask it where the settings let everybody read. */
  readonly publicRead?: boolean;
  readonly answer: AnswerName | null;
  readonly contentType?: string;
  /** Whether it can also answer in JSON lines. */
  readonly alsoLines?: boolean;
};

export const read = "read; what belongs to products that the caller may not read is left out";
export const perOperation =
  "for each row what it needs before and after: push, submit, edit, govern or administer";
