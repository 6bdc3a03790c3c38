import { z } from "zod";

import { answers, type AnswerName } from "@/lib/http/answers";

import type { Described, MadeRequest } from "./api-requests";
import type { Answered } from "./call-route";

type Content = Readonly<Record<string, { readonly schema?: { readonly $ref?: string } }>>;

/** What of an answer is not as it is described; null: nothing. */
export function faultInAnswer(
  api: Described,
  { route }: Pick<MadeRequest, "route">,
  answered: Answered,
): string | null {
  const { status, type, text } = answered;
  if (status >= 500) return `status ${status}: ${text.slice(0, 300)}`;
  const content = contentOf(api, route, status);
  if (!content) return `status ${status} is not described: ${text.slice(0, 300)}`;
  const described = content[type];
  if (!described) return `${status} of type ${type} is not described`;
  const name = described.schema?.$ref?.split("/").at(-1) as AnswerName | undefined;
  return name === undefined ? null : faultInBodies(name, answered);
}

function contentOf({ paths }: Described, route: string, status: number): Content | undefined {
  const [method = "", path = ""] = route.split(" ");
  return paths[path]?.[method.toLowerCase()]?.responses[String(status)]?.content as Content | undefined;
}

function faultInBodies(name: AnswerName, { status, type, text }: Answered): string | null {
  const bodies = type === "application/jsonl" ? text.split("\n").filter((line) => line !== "") : [text];
  for (const body of bodies) {
    const read = answers[name].safeParse(JSON.parse(body));
    if (!read.success) return `${status} is no ${name}: ${shortly(read.error)} in ${body.slice(0, 500)}`;
  }
  return null;
}

function shortly(error: z.ZodError): string {
  return z.prettifyError(error).slice(0, 1_000);
}
