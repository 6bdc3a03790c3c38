import { answers, type AnswerName } from "@/lib/http/answers";

import type { Described, MadeRequest } from "./api-requests";
import type { Answered } from "./call-route";

type Content = Readonly<Record<string, { readonly schema?: { readonly $ref?: string } }>>;

/** What of an answer is not as it is described; null: nothing. */
export function faultInAnswer(
  { paths }: Described,
  { route }: Pick<MadeRequest, "route">,
  { status, type, text }: Answered,
): string | null {
  if (status >= 500) return `status ${status}: ${text.slice(0, 300)}`;
  const [method = "", path = ""] = route.split(" ");
  const described = paths[path]?.[method.toLowerCase()]?.responses[String(status)];
  if (!described) return `status ${status} is not described: ${text.slice(0, 300)}`;
  const content = (described.content as Content)[type];
  if (!content) return `${status} of type ${type} is not described`;
  const name = content.schema?.$ref?.split("/").at(-1) as AnswerName | undefined;
  if (name === undefined) return null;
  const bodies = type === "application/jsonl" ? text.split("\n").filter((line) => line !== "") : [text];
  const faults = bodies.map((body) => faultInBody(name, body)).filter((fault) => fault !== null);
  return faults[0] === undefined ? null : `${status} is no ${name}: ${faults[0]}`;
}

function faultInBody(name: AnswerName, body: string): string | null {
  const read = answers[name].safeParse(JSON.parse(body));
  return read.success ? null : `${read.error.message} in ${body.slice(0, 500)}`;
}
