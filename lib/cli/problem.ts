import { z } from "zod";

import { conflictSchema, describeConflict } from "./conflict";
import { Failure } from "./failure";

const problemSchema = z.looseObject({
  title: z.string().optional(),
  detail: z.string().optional(),
  code: z.string().optional(),
  errors: z.array(z.looseObject({ pointer: z.string().default(""), detail: z.string() })).default([]),
  conflicts: z.array(conflictSchema).default([]),
});

type Problem = z.output<typeof problemSchema>;

/** A JSON pointer into the request's body → what people call that place. */
export type Locate = (pointer: string) => string;

/** A refusal of the API that still knows which parts of the request's body it is about. */
export class ApiFailure extends Failure {
  constructor(
    readonly problem: Problem,
    /** The status, and whether the service says that the same will be let in later. */
    private readonly answered: { readonly status: number; readonly isPassing: boolean },
    readonly hints: readonly string[],
    locate: Locate = (pointer) => pointer,
  ) {
    super(describe(problem, answered.status, hints, locate), undefined, {
      http: answered.status,
      code: problem.code ?? null,
      errors: problem.errors,
      conflicts: problem.conflicts,
    });
  }

  get http(): number {
    return this.answered.status;
  }

  get isPassing(): boolean {
    return this.answered.isPassing;
  }

  /** The same, with the places called by other names. */
  located(locate: Locate): ApiFailure {
    return new ApiFailure(this.problem, this.answered, this.hints, locate);
  }
}

function describe(problem: Problem, http: number, hints: readonly string[], locate: Locate): string {
  return [
    problem.detail ?? problem.title ?? `The service refused with status ${http}.`,
    ...problem.errors.map(
      ({ pointer, detail }) => `  ${pointer === "" ? "" : `${locate(pointer)}: `}${detail}`,
    ),
    ...problem.conflicts.flatMap(describeConflict).map((line) => `  ${line}`),
    ...hints,
  ].join("\n");
}

/** Makes a problem document readable; an answer that is none still says where it came from. */
export function readProblem(response: Response, text: string, hasToken: boolean): ApiFailure {
  const { status, headers } = response;
  const answered = { status, isPassing: headers.has("retry-after") };
  return new ApiFailure(parseProblem(text), answered, remedy(status, hasToken));
}

function remedy(status: number, hasToken: boolean): string[] {
  if (status === 401 && !hasToken) {
    return ["Sign in with `aus login`, or set AUS_TOKEN to a token of this service."];
  }
  if (status === 401) return ["Sign in again with `aus login`, or set AUS_TOKEN to a valid token."];
  return [];
}

function parseProblem(text: string): Problem {
  try {
    return problemSchema.parse(JSON.parse(text));
  } catch {
    return { errors: [], conflicts: [] };
  }
}
