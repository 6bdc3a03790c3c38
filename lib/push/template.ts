import type { z } from "zod";

import { Refusal } from "@/lib/errors";

import type { ParameterName } from "./parameters";
import type { Plan, Surroundings } from "./plan";

/** A usual task of release drivers: parameters in, operations out. */
export type Template = {
  readonly name: string;
  readonly title: string;
  /** What it is for, in a sentence. */
  readonly note: string;
  readonly fields: readonly { readonly name: ParameterName; readonly isRequired: boolean }[];
  /** @throws Refusal "invalid" with the parameter that is wrong */
  readonly plan: (given: unknown, around: Surroundings) => Plan;
};

type Definition<Schema extends z.ZodObject> = {
  readonly name: string;
  readonly title: string;
  readonly note: string;
  readonly parameters: Schema;
  readonly plan: (given: z.output<Schema>, around: Surroundings) => Plan;
};

export function template<Schema extends z.ZodObject>({
  parameters,
  plan,
  ...said
}: Definition<Schema>): Template {
  const fields = Object.entries(parameters.shape).map(([name, schema]) => ({
    name: name as ParameterName,
    isRequired: !(schema as z.ZodType).safeParse(undefined).success,
  }));
  return {
    ...said,
    fields,
    plan: (given, around) => {
      const read = parameters.safeParse(given);
      if (read.success) return plan(read.data, around);
      const errors = read.error.issues.map((issue) => ({
        pointer: issue.path.length === 0 ? "" : `/${issue.path.map(String).join("/")}`,
        detail: issue.code === "unrecognized_keys" ? unknownIn(issue.keys, said.title) : issue.message,
      }));
      throw new Refusal("invalid", errors[0]?.detail ?? "The parameters are wrong", { errors });
    },
  };
}

function unknownIn(keys: readonly string[], title: string): string {
  return `"${title}" has no ${keys.join(", ")}: leave it out`;
}
