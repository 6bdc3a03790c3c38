import { z } from "zod";

import { programVersion } from "@/lib/program-version";

import { answers, type AnswerName } from "./answers";
import { routeTable, type ApiRoute } from "./route-table";

type Json = Record<string, unknown>;

/** The API's description (OpenAPI 3.1), made from the schemas that validate its requests. */
export function describeApi(): Json {
  const paths: Record<string, Json> = {};
  for (const route of routeTable) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: describeRoute(route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Update service", version: programVersion },
    servers: [{ url: "/api/v1" }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: Object.fromEntries(
        Object.entries(answers).map(([name, schema]) => [name, toJsonSchema(schema, "output")]),
      ),
    },
  };
}

function describeRoute(route: ApiRoute): Json {
  const { summary, permission, params, query, body } = route;
  const parameters = [...parametersOf("path", params), ...parametersOf("query", query)];
  return {
    summary,
    "x-permission": permission,
    ...(permission === null && { security: [] }),
    ...(route.publicRead && { security: [{}, { token: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: toJsonSchema(body, "input") } },
      },
    }),
    responses: responsesOf(route),
  };
}

function responsesOf(route: ApiRoute): Json {
  const { answer, contentType = "application/json", isSubmission = false, alsoLines = false } = route;
  const content = {
    [contentType]: { schema: reference(answer) },
    ...(alsoLines && { "application/jsonl": { schema: {} } }),
  };
  const problem = { "application/problem+json": { schema: reference("problem") } };
  return {
    200: { description: "Done", content },
    ...(isSubmission && { 202: { description: "Kept: it waits for sign-offs, or for its time", content } }),
    ...Object.fromEntries(
      refusals(route).map(([status, description]) => [status, { description, content: problem }]),
    ),
  };
}

/** How a route refuses. */
function refusals({ method, permission, params, query, body }: Omit<ApiRoute, "answer">): [number, string][] {
  const writes = method !== "GET";
  const told: [number, string, boolean][] = [
    [400, "The request can't be read", true],
    [401, "Nobody who is known here", true],
    [403, "Not allowed", permission !== null],
    [404, "There is no such thing", true],
    [409, "Somebody else was faster, or it has to be signed first", writes],
    [412, "It has another row version than If-Match says", writes],
    [413, "Too large", body !== undefined],
    [
      422,
      "Not sound: `errors` point to what is wrong",
      params !== undefined || query !== undefined || writes,
    ],
    [429, "Too many attempts", permission === null && writes],
  ];
  return told.flatMap(([status, description, holds]) => (holds ? [[status, description]] : []));
}

function parametersOf(place: "path" | "query", schema: z.ZodObject | undefined): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = toJsonSchema(schema, "input") as {
    properties?: Json;
    required?: string[];
  };
  return Object.entries(properties).map(([name, described]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: described,
  }));
}

function reference(answer: AnswerName | null): Json {
  return answer === null ? {} : { $ref: `#/components/schemas/${answer}` };
}

function toJsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return described;
}
