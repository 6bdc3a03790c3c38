import { z } from "zod";

import { Failure } from "./failure";

const problemSchema = z.looseObject({
  title: z.string().optional(),
  detail: z.string().optional(),
  code: z.string().optional(),
  errors: z.array(z.looseObject({ pointer: z.string().default(""), detail: z.string() })).default([]),
  conflicts: z.array(z.looseObject({ entity: z.string(), key: z.unknown() })).default([]),
});

/** A refusal of the API that still knows which parts of the request's body it is about. */
export class ApiFailure extends Failure {
  constructor(
    message: string,
    readonly http: number,
    readonly code: string | null,
    readonly errors: readonly { pointer: string; detail: string }[],
  ) {
    super(message, undefined, { http, code, errors });
  }
}

/** Makes a problem document readable; an answer that is none still says where it came from. */
export function readProblem(response: Response, text: string, hasToken: boolean): ApiFailure {
  const problem = parseProblem(text);
  const said = problem.detail ?? problem.title ?? `${response.status} ${response.statusText}`;
  const lines = [
    said,
    ...problem.errors.map(({ pointer, detail }) => `  ${pointer === "" ? "" : `${pointer}: `}${detail}`),
    ...problem.conflicts.map(
      ({ entity, key }) => `  ${entity} ${JSON.stringify(key)} was changed by someone else`,
    ),
    ...remedy(response.status, hasToken),
  ];
  return new ApiFailure(lines.join("\n"), response.status, problem.code ?? null, problem.errors);
}

function remedy(status: number, hasToken: boolean): string[] {
  if (status === 401 && !hasToken) return ["Set AUS_TOKEN to a token of this service."];
  if (status === 401) return ["The token is unknown, expired or revoked: set AUS_TOKEN to a valid one."];
  return [];
}

function parseProblem(text: string): z.output<typeof problemSchema> {
  try {
    return problemSchema.parse(JSON.parse(text));
  } catch {
    return { errors: [], conflicts: [] };
  }
}
